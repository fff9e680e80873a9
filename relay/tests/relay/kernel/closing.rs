//! Closed sockets, followed to their end.
//!
//! A close that has returned may not have sent its FIN: a program that another test starts has a
//! copy of every descriptor until it runs. So the tests wait for the first FIN instead of assuming
//! it.

use lab_shared::call::{Address, How, Op, OptionValue, SocketId};
use lab_shared::kernel::{TcpState, WatchEnd};

use super::ss::Ss;
use super::{facts, state, states, unwatched, watch};
use crate::common::page::{Connected, bytes, recv};
use crate::common::{Page, TestRelay};

/// The four steps of a close, with the client first.
async fn close_both(page: &mut Page, pair: &Connected) {
    watch(page, pair.client).await;
    watch(page, pair.server).await;
    facts(page, pair.client, state(TcpState::Established)).await;
    page.close(pair.client).await.unwrap();
    let half = states(TcpState::FinWait2, Some(TcpState::CloseWait));
    let half = facts(page, pair.client, half).await;
    assert!(half.options.is_empty(), "a closed socket has no options to ask for");
    page.close(pair.server).await.unwrap();
}

#[tokio::test]
async fn who_closes_first_ends_in_time_wait_and_the_other_is_gone_at_once() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    let local = page.local(pair.client).await.port().unwrap();
    close_both(&mut page, &pair).await;
    let waits = facts(&mut page, pair.client, states(TcpState::TimeWait, None)).await;
    assert!(waits.own.receive.is_none(), "nothing can wait in it any more");
    assert_eq!(Ss::connection(local, pair.address.port().unwrap()).columns(), ("TIME-WAIT", 0, 0));
}

#[tokio::test]
async fn a_closed_socket_that_a_call_keeps_is_watched_on_and_sends_its_fin_later() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    watch(&mut page, pair.client).await;
    facts(&mut page, pair.client, state(TcpState::Established)).await;
    let waiting = page.block(pair.client, recv(9)).await;
    page.close(pair.client).await.unwrap();
    page.send(pair.server, b"x").await.unwrap();
    assert_eq!(bytes(page.wait(waiting).await.outcome).unwrap(), b"x");
    facts(&mut page, pair.client, state(TcpState::FinWait2)).await;
}

#[tokio::test]
async fn the_second_to_close_is_told_to_be_gone() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    close_both(&mut page, &pair).await;
    let (why, states) = unwatched(&mut page, pair.server).await;
    assert_eq!((why, states.last()), (WatchEnd::Gone, Some(&TcpState::Closed)));
}

#[tokio::test]
async fn time_wait_is_gone_once_its_addresses_are_another_connections() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let reuse = Op::Setsockopt { level: 1, option: 2, value: OptionValue::Int(1) };
    let (listener, address) = page.listener(5).await;
    let client = page.tcp().await;
    page.call(client, reuse.clone()).await.unwrap();
    // A port that connect chooses may be another connection's too, and then bind refuses it.
    page.call(client, Op::Bind { address: Address::inet("127.0.0.1", 0) }).await.unwrap();
    let local = page.local(client).await;
    page.connect(client, &address).await.unwrap();
    let server = page.accept(listener).await;
    let pair = Connected { listener, client, server, address };
    close_both(&mut page, &pair).await;
    facts(&mut page, client, state(TcpState::TimeWait)).await;
    let again = page.tcp().await;
    page.call(again, reuse).await.unwrap();
    page.call(again, Op::Bind { address: local }).await.unwrap();
    // Linux lets a loopback connection reuse the addresses after a second.
    connect_until_allowed(&mut page, again, &pair.address).await;
    let (why, _) = unwatched(&mut page, client).await;
    assert_eq!(why, WatchEnd::Gone);
    page.send(again, b"x").await.unwrap();
}

async fn connect_until_allowed(page: &mut Page, socket: SocketId, address: &Address) {
    loop {
        match page.connect(socket, address).await {
            Ok(_) => return,
            Err(failure) => assert_eq!(failure.errno.as_deref(), Some("EADDRNOTAVAIL")),
        }
    }
}

#[tokio::test]
async fn a_fin_behind_bytes_that_nobody_takes_stays_in_fin_wait_1() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let Connected { client, server, .. } = page.connected().await;
    page.fill(client).await;
    watch(&mut page, client).await;
    page.close(client).await.unwrap();
    let stuck = facts(&mut page, client, state(TcpState::FinWait1)).await;
    assert!(stuck.own.send.unwrap().waiting > Some(0));
    while !page.recv(server).await.unwrap().is_empty() {}
    facts(&mut page, client, states(TcpState::FinWait2, Some(TcpState::CloseWait))).await;
}

#[tokio::test]
async fn a_shut_down_half_is_seen_while_both_are_open() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let Connected { client, server, .. } = page.connected().await;
    watch(&mut page, server).await;
    page.send(client, b"abc").await.unwrap();
    page.shutdown(client, How::Write).await.unwrap();
    let half =
        facts(&mut page, server, states(TcpState::CloseWait, Some(TcpState::FinWait2))).await;
    assert_eq!(half.own.receive.unwrap().waiting, Some(3));
}

#[tokio::test]
async fn time_wait_is_seen_though_the_descriptor_is_still_open_and_stays_after_its_close() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let Connected { client, server, .. } = page.connected().await;
    watch(&mut page, client).await;
    page.shutdown(client, How::Write).await.unwrap();
    facts(&mut page, client, state(TcpState::FinWait2)).await;
    page.close(server).await.unwrap();
    let open = facts(&mut page, client, state(TcpState::TimeWait)).await;
    assert!(!open.options.is_empty(), "the program still has it");
    page.close(client).await.unwrap();
    let closed = facts(&mut page, client, |facts| facts.options.is_empty()).await;
    assert_eq!(closed.own.state, Some(TcpState::TimeWait));
}

#[tokio::test]
async fn a_reset_leaves_nothing_to_follow() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let Connected { client, server, listener, .. } = page.connected().await;
    watch(&mut page, client).await;
    watch(&mut page, server).await;
    page.send(client, b"nobody reads this").await.unwrap();
    facts(&mut page, server, |facts| facts.own.receive.unwrap().waiting > Some(0)).await;
    page.close(server).await.unwrap();
    facts(&mut page, client, state(TcpState::Closed)).await;
    watch(&mut page, listener).await;
    page.close(listener).await.unwrap();
    assert_eq!(unwatched(&mut page, listener).await.0, WatchEnd::Gone);
}

#[tokio::test]
async fn of_too_many_closed_sockets_the_first_one_is_followed_no_more() {
    const FOLLOWED: usize = 256;
    let relay = TestRelay::with(|config| config.limits.sockets = 2 * FOLLOWED).await;
    let mut page = relay.page().await;
    let (listener, address) = page.listener(5).await;
    let (mut clients, mut servers) = (Vec::new(), Vec::new());
    for number in 0..=FOLLOWED {
        let client = page.tcp().await;
        // Each has an address of its own: Linux may give a port in TIME-WAIT to another one.
        let own = Address::inet(format!("127.1.{}.{}", number / 200, 1 + number % 200), 0);
        page.call(client, Op::Bind { address: own }).await.unwrap();
        page.connect(client, &address).await.unwrap();
        // No server closes before its client: the second end to close is gone at once.
        servers.push(page.accept(listener).await);
        watch(&mut page, client).await;
        page.close(client).await.unwrap();
        clients.push(client);
    }
    assert_eq!(unwatched(&mut page, clients[0]).await.0, WatchEnd::Crowded);
    let last = clients[FOLLOWED];
    facts(&mut page, last, state(TcpState::FinWait2)).await;
    page.close(servers[FOLLOWED]).await.unwrap();
    facts(&mut page, last, state(TcpState::TimeWait)).await;
}

//! Open TCP sockets: states, buffers, queues, the path.

use lab_shared::call::{Address, Op, OptionValue};
use lab_shared::kernel::{AcceptQueue, Buffer, TcpState};

use super::ss::{Ss, proc_net_tcp};
use super::{facts, state, states, unwatched, watch};
use crate::common::page::Connected;
use crate::common::{TestRelay, nc};

fn milliseconds(micros: u32) -> String {
    // As ss prints it: without trailing zeros.
    format!("{}", f64::from(micros) / 1000.0)
}

#[tokio::test]
async fn what_waits_is_what_ss_and_proc_say() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let Connected { client, server, address, .. } = page.connected().await;
    let local = page.local(client).await.port().unwrap();
    let listening = address.port().unwrap();
    page.send(client, b"hello").await.unwrap();
    watch(&mut page, server).await;
    let seen = facts(&mut page, server, |facts| {
        let theirs = facts.peer.as_ref().and_then(|peer| peer.send);
        // The acknowledgment has arrived too, by which the client measures its path.
        facts.own.receive.is_some_and(|buffer| buffer.waiting == Some(5))
            && theirs.is_some_and(|buffer| buffer.waiting == Some(0))
    })
    .await;
    let ss = Ss::connection(listening, local);
    assert_eq!(ss.columns(), ("ESTAB", 5, 0));
    assert_eq!(proc_net_tcp(listening, local), (1, 0, 5));
    let own = seen.own;
    assert_eq!(own.state, Some(TcpState::Established));
    let (receive, send) = (own.receive.unwrap(), own.send.unwrap());
    assert_eq!((receive.memory, receive.size), (Some(ss.memory("r")), Some(ss.memory("rb"))));
    assert_eq!(send.waiting, Some(0));
    assert_eq!((send.memory, send.size), (Some(ss.memory("w")), Some(ss.memory("tb"))));
    let peer = seen.peer.expect("the client is on this machine");
    assert_eq!(peer.state, Some(TcpState::Established));
    assert_eq!(peer.receive.unwrap().waiting, Some(0));
    // The client has sent something and been answered, so its path has been measured.
    let path = peer.path.unwrap();
    let ss = Ss::connection(local, listening);
    assert!(path.rtt > Some(0));
    let rtt = format!("{}/{}", milliseconds(path.rtt.unwrap()), milliseconds(path.rttvar.unwrap()));
    assert_eq!(ss.field("rtt"), rtt);
    assert_eq!(ss.field("cwnd"), path.cwnd.unwrap().to_string());
    assert_eq!(ss.field("mss"), path.send_mss.unwrap().to_string());
    assert_eq!(ss.field("rcvmss"), path.receive_mss.unwrap().to_string());
    assert_eq!(path.retransmitted, Some(0));
    assert!(path.send_window.unwrap() > 0 && path.receive_window.unwrap() > 0);
}

#[tokio::test]
async fn a_full_receive_buffer_fills_the_senders_buffer() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let Connected { client, server, .. } = page.connected().await;
    let sent = page.fill(client).await;
    watch(&mut page, client).await;
    // The bytes waiting on both sides are all there are, once the arrived ones are acknowledged.
    facts(&mut page, client, |facts| {
        let theirs = facts.peer.as_ref().and_then(|peer| peer.receive);
        let waiting = |buffer: Option<Buffer>| buffer.and_then(|buffer| buffer.waiting);
        facts.own.path.is_some_and(|path| path.not_sent > Some(0))
            && (waiting(facts.own.send).unwrap() + waiting(theirs).unwrap_or(0)) as usize == sent
    })
    .await;
    let mut taken = 0;
    while taken < sent {
        taken += page.recv(server).await.unwrap().len();
    }
    let empty = facts(&mut page, client, |facts| facts.own.send.unwrap().waiting == Some(0)).await;
    assert_eq!(empty.peer.unwrap().receive.unwrap().waiting, Some(0));
}

#[tokio::test]
async fn listen_5_with_7_clients_has_6_in_its_queue_and_one_that_tries_again() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let (listener, address) = page.listener(5).await;
    watch(&mut page, listener).await;
    let empty = facts(&mut page, listener, state(TcpState::Listen)).await;
    assert_eq!(empty.own.accept_queue, Some(AcceptQueue { length: 0, limit: 5 }));
    for _ in 0..6 {
        let client = page.tcp().await;
        page.connect(client, &address).await.unwrap();
    }
    let last = page.tcp().await;
    page.block(last, Op::Connect { address: address.clone() }).await;
    let full = AcceptQueue { length: 6, limit: 5 };
    let listening = facts(&mut page, listener, |facts| facts.own.accept_queue == Some(full)).await;
    let ss = Ss::listener(address.port().unwrap());
    assert_eq!(ss.columns(), ("LISTEN", 6, 5));
    assert!(listening.own.receive.is_none() && listening.own.path.is_none());
    watch(&mut page, last).await;
    let trying = facts(&mut page, last, |facts| {
        facts.own.path.is_some_and(|path| path.retransmitted > Some(0))
    })
    .await;
    assert_eq!(trying.own.state, Some(TcpState::SynSent));
    // One more has room once a connection is accepted.
    page.accept(listener).await;
    facts(&mut page, last, state(TcpState::Established)).await;
}

#[tokio::test]
async fn the_other_end_is_seen_when_it_is_another_program() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let (listener, address) = page.listener(5).await;
    let mut peer = nc(&["-N", "127.0.0.1", &address.port().unwrap().to_string()]);
    let server = page.accept(listener).await;
    watch(&mut page, server).await;
    let open = facts(&mut page, server, state(TcpState::Established)).await;
    assert_eq!(open.peer.unwrap().state, Some(TcpState::Established));
    peer.end_input();
    let half = states(TcpState::CloseWait, Some(TcpState::FinWait2));
    let half = facts(&mut page, server, half).await;
    assert_eq!(half.own.receive.unwrap().waiting, Some(0), "a FIN is no byte");
    page.close(server).await.unwrap();
    unwatched(&mut page, server).await;
    assert!(peer.ended().await);
}

#[tokio::test]
async fn an_option_is_shown_as_it_is_in_force() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let socket = page.tcp().await;
    watch(&mut page, socket).await;
    const NODELAY: (i32, i32) = (6, 1);
    let nodelay = |facts: &lab_shared::kernel::KernelFacts| {
        let mut options = facts.options.iter();
        options.find(|fact| (fact.level, fact.option) == NODELAY).map(|fact| fact.value.clone())
    };
    let new = facts(&mut page, socket, state(TcpState::Closed)).await;
    assert_eq!(nodelay(&new), Some(OptionValue::Int(0)));
    let (level, option) = NODELAY;
    let op = Op::Setsockopt { level, option, value: OptionValue::Int(1) };
    page.call(socket, op).await.unwrap();
    facts(&mut page, socket, |facts| nodelay(facts) == Some(OptionValue::Int(1))).await;
}

#[tokio::test]
async fn ipv6_and_its_ipv4_addresses_have_two_ends_too() {
    let relay = TestRelay::with(|config| config.allow_bind = vec![lab_relay::AddressRule::any()]);
    let relay = relay.await;
    let mut page = relay.page().await;
    use lab_shared::call::{Family, SocketType};
    let listener = page.open_socket(Family::Inet6, SocketType::Stream).await;
    page.call(listener, Op::Bind { address: Address::inet6("::", 0) }).await.unwrap();
    page.call(listener, Op::Listen { backlog: None }).await.unwrap();
    let port = u16::try_from(page.local(listener).await.port().unwrap()).unwrap();
    for (family, host) in [(Family::Inet, "127.0.0.1"), (Family::Inet6, "::1")] {
        let client = page.open_socket(family, SocketType::Stream).await;
        let address = match family {
            Family::Inet => Address::inet(host, port),
            _ => Address::inet6(host, port),
        };
        page.connect(client, &address).await.unwrap();
        let server = page.accept(listener).await;
        watch(&mut page, server).await;
        let seen = facts(&mut page, server, state(TcpState::Established)).await;
        assert_eq!(seen.peer.unwrap().state, Some(TcpState::Established), "{host}");
        page.close(client).await.unwrap();
        facts(&mut page, server, state(TcpState::CloseWait)).await;
        page.close(server).await.unwrap();
        unwatched(&mut page, server).await;
    }
}

//! UDP and AF_UNIX sockets: what the kernel reports of them.

use lab_shared::call::{Address, Family, MsgFlags, Op, SocketType};
use lab_shared::kernel::AcceptQueue;

use super::{facts, watch};
use crate::common::TestRelay;

#[tokio::test]
async fn the_first_datagram_and_the_memory_of_all_are_seen() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let (receiver, address) = page.udp().await;
    let (sender, _) = page.udp().await;
    watch(&mut page, receiver).await;
    let empty = facts(&mut page, receiver, |_| true).await;
    assert_eq!(empty.own.receive.unwrap().waiting, Some(0));
    assert!(empty.own.state.is_none() && empty.peer.is_none());
    for bytes in [&b"abc"[..], b"defgh"] {
        let op = Op::Sendto { flags: MsgFlags::NONE, address: address.clone() };
        page.call_with(sender, op, bytes).await.unwrap();
    }
    let full =
        facts(&mut page, receiver, |facts| facts.own.receive.unwrap().waiting > Some(0)).await;
    let buffer = full.own.receive.unwrap();
    assert_eq!(buffer.waiting, Some(3), "SIOCINQ tells the first datagram's size");
    assert!(buffer.memory > Some(8) && buffer.memory < buffer.size);
}

#[tokio::test]
async fn datagrams_that_found_no_room_are_counted() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let (receiver, address) = page.udp().await;
    let (sender, _) = page.udp().await;
    watch(&mut page, receiver).await;
    for _ in 0..400 {
        let op = Op::Sendto { flags: MsgFlags::NONE, address: address.clone() };
        page.call_with(sender, op, &[0; 1400]).await.unwrap();
    }
    let full = facts(&mut page, receiver, |facts| facts.own.drops > Some(0)).await;
    assert!(full.own.receive.unwrap().memory > Some(0));
}

#[tokio::test]
async fn a_unix_pair_shows_its_bytes_and_a_unix_listener_its_queue() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let [one, other] = page.pair().await.unwrap();
    watch(&mut page, other).await;
    page.send(one, b"four").await.unwrap();
    facts(&mut page, other, |facts| facts.own.receive.unwrap().waiting == Some(4)).await;

    let listener = page.open_socket(Family::Unix, SocketType::Stream).await;
    let address = Address::unix("lab");
    page.call(listener, Op::Bind { address: address.clone() }).await.unwrap();
    page.call(listener, Op::Listen { backlog: Some(3) }).await.unwrap();
    for _ in 0..2 {
        let client = page.open_socket(Family::Unix, SocketType::Stream).await;
        page.connect(client, &address).await.unwrap();
    }
    watch(&mut page, listener).await;
    let queue = AcceptQueue { length: 2, limit: 3 };
    facts(&mut page, listener, |facts| facts.own.accept_queue == Some(queue)).await;
}

//! Waiting: several calls at once, their order, timeouts, cancelling, polling.

use bytes::Bytes;
use lab_shared::call::{
    Address, CallId, Exception, Family, How, MsgFlags, Op, PollEntry, PollEvents, SocketId,
    SocketType, Value,
};
use lab_shared::wire::{Call, MAX_PAYLOAD_BYTES, ToRelay};

use crate::common::page::{bytes, recv};
use crate::common::{Page, TestRelay};

pub(crate) fn poll(sockets: &[(SocketId, PollEvents)], seconds: Option<f64>) -> Op {
    let entry = |&(socket, events): &(SocketId, PollEvents)| PollEntry { socket, events };
    Op::Poll { entries: sockets.iter().map(entry).collect(), seconds }
}

pub(crate) async fn ready(page: &mut Page, id: CallId) -> Vec<(SocketId, PollEvents)> {
    match page.wait(id).await.outcome.unwrap() {
        Value::Ready(found) => found.iter().map(|entry| (entry.socket, entry.events)).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn calls_of_one_direction_are_answered_in_their_order() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    let first = page.block(pair.server, recv(1)).await;
    let second = page.start(Some(pair.server), recv(1), b"").await;
    let third = page.start(Some(pair.server), recv(9), b"").await;
    page.send(pair.client, b"abc").await.unwrap();
    assert_eq!(bytes(page.wait(third).await.outcome).unwrap(), b"c");
    assert_eq!(page.returned(), [first, second]);
    let (first, second) = (page.wait(first).await, page.wait(second).await);
    assert!(second.entered >= first.at, "the second began when the first was done");
    assert_eq!(bytes(first.outcome).unwrap(), b"a");
    assert_eq!(bytes(second.outcome).unwrap(), b"b");
}

#[tokio::test]
async fn the_two_directions_do_not_wait_for_each_other() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    let waiting = page.block(pair.client, recv(9)).await;
    assert_eq!(page.send(pair.client, b"out").await, Ok(Value::Sent(3)));
    assert_eq!(page.recv(pair.server).await.unwrap(), b"out");
    page.send(pair.server, b"in").await.unwrap();
    assert_eq!(bytes(page.wait(waiting).await.outcome).unwrap(), b"in");
}

#[tokio::test]
async fn calls_sent_in_one_go_are_made_in_their_order() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let family = Family::Inet;
    let kind = SocketType::Stream;
    let socket = Some(SocketId(1));
    let near = Address::inet("localhost", 0);
    let mut calls = vec![page.start(None, Op::Socket { family, kind, proto: 0 }, b"").await];
    // The bind waits for a name, and the listen waits for the bind.
    for op in [Op::Bind { address: near }, Op::Listen { backlog: Some(1) }] {
        calls.push(page.start(socket, op, b"").await);
    }
    for id in &calls {
        page.wait(*id).await.outcome.unwrap();
    }
    let client = page.tcp().await;
    let address = page.local(SocketId(1)).await;
    assert_eq!(page.connect(client, &address).await, Ok(Value::None));
}

#[tokio::test]
async fn many_sockets_wait_at_once_and_each_gets_its_own() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let (listener, address) = page.listener(50).await;
    let mut pairs = Vec::new();
    for _ in 0..40 {
        let client = page.tcp().await;
        page.connect(client, &address).await.unwrap();
        pairs.push((client, page.accept(listener).await));
    }
    let mut waiting = Vec::new();
    for (_, server) in &pairs {
        waiting.push(page.block(*server, recv(9)).await);
    }
    for (at, (client, _)) in pairs.iter().enumerate().rev() {
        page.send(*client, &[at as u8]).await.unwrap();
    }
    for (at, id) in waiting.into_iter().enumerate() {
        assert_eq!(bytes(page.wait(id).await.outcome).unwrap(), [at as u8]);
    }
}

#[tokio::test]
async fn a_cancelled_call_is_interrupted_and_the_next_one_begins() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    let first = page.block(pair.server, recv(9)).await;
    let second = page.start(Some(pair.server), recv(9), b"").await;
    let third = page.start(Some(pair.server), recv(9), b"").await;
    let failure = page.cancel(second).await.unwrap_err();
    assert_eq!(failure.exception, Exception::KeyboardInterrupt);
    assert_eq!(failure.message, "");
    page.cancel(first).await.unwrap_err();
    page.send(pair.client, b"x").await.unwrap();
    assert_eq!(bytes(page.wait(third).await.outcome).unwrap(), b"x");
}

#[tokio::test]
async fn cancelling_what_has_returned_changes_nothing() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let socket = page.tcp().await;
    page.say(&ToRelay::Cancel { id: CallId(1) }).await;
    page.say(&ToRelay::Cancel { id: CallId(999) }).await;
    assert!(page.call(socket, Op::Getsockname).await.is_ok());
}

#[tokio::test]
async fn a_cancelled_calls_id_may_be_used_again_and_its_old_timeout_does_not_ring() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    page.settimeout(pair.server, Some(0.2)).await;
    let id = page.block(pair.server, recv(9)).await;
    page.cancel(id).await.unwrap_err();
    page.settimeout(pair.server, None).await;
    let again =
        Call { id, socket: Some(pair.server), host: None, op: recv(9), bytes: bytes::Bytes::new() };
    page.say(&ToRelay::Call(again)).await;
    page.blocked(id).await;
    // Another call's timeout, set later, expires after the old one would have.
    page.settimeout(pair.client, Some(0.3)).await;
    let failure = page.recv(pair.client).await.unwrap_err();
    assert_eq!(failure.exception, Exception::TimeoutError);
    assert_eq!(page.returned(), []);
    page.send(pair.client, b"x").await.unwrap();
    assert_eq!(bytes(page.wait(id).await.outcome).unwrap(), b"x");
}

#[tokio::test]
async fn a_timeout_runs_from_the_calls_own_beginning_and_keeps_its_length() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    page.settimeout(pair.server, Some(0.15)).await;
    let first = page.block(pair.server, recv(9)).await;
    let second = page.start(Some(pair.server), recv(9), b"").await;
    page.settimeout(pair.server, Some(0.05)).await;
    let (first, second) = (page.wait(first).await, page.wait(second).await);
    for (found, seconds) in [(&first, 0.15), (&second, 0.05)] {
        assert_eq!(found.outcome.as_ref().unwrap_err().to_string(), "TimeoutError: timed out");
        let took = found.at.since(found.entered) as f64 / 1e6;
        assert!(took >= seconds, "{took}");
    }
    assert!(second.entered >= first.at);
}

#[tokio::test]
async fn a_timeout_beyond_all_measure_is_only_long() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    page.settimeout(pair.server, Some(9e9)).await;
    let waiting = page.block(pair.server, recv(9)).await;
    page.send(pair.client, b"x").await.unwrap();
    assert_eq!(bytes(page.wait(waiting).await.outcome).unwrap(), b"x");
}

#[tokio::test]
async fn sendall_has_one_timeout_for_everything() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    page.settimeout(pair.client, Some(0.2)).await;
    let lot = vec![1; MAX_PAYLOAD_BYTES];
    let failure = loop {
        let op = Op::Sendall { flags: MsgFlags::NONE };
        match page.call_with(pair.client, op, &lot).await {
            Ok(value) => assert_eq!(value, Value::None),
            Err(failure) => break failure,
        }
    };
    assert_eq!(failure.to_string(), "TimeoutError: timed out");
}

#[tokio::test]
async fn a_cancelled_sendall_says_nothing_of_what_it_sent() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    let lot = vec![1; MAX_PAYLOAD_BYTES];
    let op = Op::Sendall { flags: MsgFlags::NONE };
    // More than loopback's buffers can take.
    let mut sending = Vec::new();
    for _ in 0..12 {
        sending.push(page.start(Some(pair.client), op.clone(), &lot).await);
    }
    page.blocked_one(&sending).await;
    let last = *sending.last().unwrap();
    assert_eq!(page.cancel(last).await.unwrap_err().exception, Exception::KeyboardInterrupt);
}

#[tokio::test]
async fn poll_waits_for_any_of_several_sockets() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    let watched = [(pair.listener, PollEvents::IN), (pair.server, PollEvents::IN)];
    let polling = page.start(None, poll(&watched, None), b"").await;
    page.blocked(polling).await;
    page.send(pair.client, b"x").await.unwrap();
    assert_eq!(ready(&mut page, polling).await, [(pair.server, PollEvents::IN)]);
    let other = page.tcp().await;
    page.connect(other, &pair.address).await.unwrap();
    let polling = page.start(None, poll(&watched, Some(9.0)), b"").await;
    assert_eq!(ready(&mut page, polling).await, watched, "both, and at once");
}

#[tokio::test]
async fn a_poll_and_a_recv_may_wait_for_the_same_socket() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    let receiving = page.block(pair.server, recv(9)).await;
    let ends = [(pair.server, PollEvents::RDHUP)];
    let polling = page.start(None, poll(&ends, None), b"").await;
    page.blocked(polling).await;
    page.send(pair.client, b"x").await.unwrap();
    assert_eq!(bytes(page.wait(receiving).await.outcome).unwrap(), b"x");
    page.close(pair.client).await.unwrap();
    assert_eq!(ready(&mut page, polling).await, ends);
}

#[tokio::test]
async fn a_poll_of_nothing_waits_for_its_time_or_its_cancelling() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let looking = page.start(None, poll(&[], Some(0.0)), b"").await;
    assert_eq!(ready(&mut page, looking).await, []);
    let sleeping = page.start(None, poll(&[], Some(0.03)), b"").await;
    page.blocked(sleeping).await;
    let slept = page.wait(sleeping).await;
    assert_eq!(slept.outcome, Ok(Value::Ready(Vec::new())));
    assert!(slept.at.since(slept.entered) >= 30_000, "{slept:?}");
    let for_ever = page.start(None, poll(&[], None), b"").await;
    page.blocked(for_ever).await;
    let failure = page.cancel(for_ever).await.unwrap_err();
    assert_eq!(failure.exception, Exception::KeyboardInterrupt);
}

#[tokio::test]
async fn what_is_called_on_a_polled_socket_shows_in_the_poll() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let [one, other] = page.pair().await.unwrap();
    page.send(one, b"x").await.unwrap();
    let read = [(other, PollEvents::IN)];
    let looking = page.start(None, poll(&read, None), b"").await;
    assert_eq!(ready(&mut page, looking).await, read);
    assert_eq!(page.recv(other).await.unwrap(), b"x");
    let polling = page.start(None, poll(&read, None), b"").await;
    page.blocked(polling).await;
    assert_eq!(page.local(other).await, Address::unix(""), "it answers while it is polled");
    assert_eq!(page.call(other, recv(0)).await, Ok(Value::Bytes(Bytes::new())));
    page.shutdown(other, How::Read).await.unwrap();
    let ended = [(other, PollEvents::IN)];
    assert_eq!(ready(&mut page, polling).await, ended);
    let polling = page.start(None, poll(&[(one, PollEvents::IN)], None), b"").await;
    page.blocked(polling).await;
    page.close(one).await.unwrap();
    page.send(other, b"x").await.unwrap();
    assert_eq!(ready(&mut page, polling).await, [(one, PollEvents::NVAL)]);
}

#[tokio::test]
async fn a_poll_sees_urgent_data() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    let urgent = [(pair.server, PollEvents::PRI)];
    let polling = page.start(None, poll(&urgent, None), b"").await;
    page.blocked(polling).await;
    page.send(pair.client, b"plain").await.unwrap();
    let op = Op::Send { flags: MsgFlags::OOB };
    page.call_with(pair.client, op, b"!").await.unwrap();
    assert_eq!(ready(&mut page, polling).await, urgent);
}

#[tokio::test]
async fn a_poll_ends_with_nothing_when_its_time_is_over_or_it_is_cancelled() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    let watched = [(pair.server, PollEvents::IN)];
    let polling = page.start(None, poll(&watched, Some(0.05)), b"").await;
    assert_eq!(ready(&mut page, polling).await, []);
    let polling = page.start(None, poll(&watched, None), b"").await;
    page.blocked(polling).await;
    let failure = page.cancel(polling).await.unwrap_err();
    assert_eq!(failure.exception, Exception::KeyboardInterrupt);
    let polling = page.start(None, poll(&watched, Some(-1.0)), b"").await;
    let failure = page.wait(polling).await.outcome.unwrap_err();
    assert_eq!(failure.to_string(), "ValueError: timeout must be non-negative");
}

#[tokio::test]
async fn a_connected_datagram_socket_that_waits_hears_that_nobody_is_there() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let (there, address) = page.udp().await;
    let here = page.open_socket(Family::Inet, SocketType::Dgram).await;
    page.connect(here, &address).await.unwrap();
    page.close(there).await.unwrap();
    let waiting = page.block(here, recv(9)).await;
    page.send(here, b"anyone?").await.unwrap();
    let failure = page.wait(waiting).await.outcome.unwrap_err();
    assert_eq!(failure.exception, Exception::ConnectionRefusedError);
}

#[tokio::test]
async fn a_full_unix_backlog_makes_a_blocking_connect_wait() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let path = Address::unix("full.sock");
    let server = page.open_socket(Family::Unix, SocketType::Stream).await;
    page.call(server, Op::Bind { address: path.clone() }).await.unwrap();
    page.call(server, Op::Listen { backlog: Some(0) }).await.unwrap();
    let first = page.open_socket(Family::Unix, SocketType::Stream).await;
    page.connect(first, &path).await.unwrap();
    let second = page.open_socket(Family::Unix, SocketType::Stream).await;
    let waiting = page.block(second, Op::Connect { address: path }).await;
    page.accept(server).await;
    assert_eq!(page.wait(waiting).await.outcome, Ok(Value::None));
}

#[tokio::test]
async fn a_full_unix_receive_queue_makes_a_blocking_sendto_wait() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let path = Address::unix("queue.sock");
    let there = page.open_socket(Family::Unix, SocketType::Dgram).await;
    page.call(there, Op::Bind { address: path.clone() }).await.unwrap();
    let here = page.open_socket(Family::Unix, SocketType::Dgram).await;
    page.call(here, Op::Setblocking { flag: false }).await.unwrap();
    let op = Op::Sendto { flags: MsgFlags::NONE, address: path };
    while page.call_with(here, op.clone(), b"x").await.is_ok() {}
    page.call(here, Op::Setblocking { flag: true }).await.unwrap();
    let waiting = page.start(Some(here), op, b"last").await;
    page.blocked(waiting).await;
    page.recv(there).await.unwrap();
    assert_eq!(page.wait(waiting).await.outcome, Ok(Value::Sent(4)));
}

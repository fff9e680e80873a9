//! Calls as the page makes them: values, events, timestamps. `conformance` compares with CPython
//! what CPython can show too.

use lab_shared::call::{
    Address, Exception, Family, How, MsgFlags, Op, OptionValue, SocketId, SocketType, Value,
};
use lab_shared::wire::{Event, MAX_PAYLOAD_BYTES};

use crate::common::TestRelay;
use crate::common::page::{bytes, recv};

#[tokio::test]
async fn the_twelve_steps_of_tcp_work_on_real_sockets() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    assert_eq!(page.send(pair.client, b"hello").await, Ok(Value::Sent(5)));
    assert_eq!(page.recv(pair.server).await.unwrap(), b"hello");
    assert_eq!(page.send(pair.server, b"ack").await, Ok(Value::Sent(3)));
    assert_eq!(page.recv(pair.client).await.unwrap(), b"ack");
    assert_eq!(page.close(pair.client).await, Ok(Value::None));
    assert_eq!(page.recv(pair.server).await.unwrap(), b"", "the peer has closed");
    assert_eq!(page.close(pair.server).await, Ok(Value::None));
    assert_eq!(page.close(pair.listener).await, Ok(Value::None));
}

#[tokio::test]
async fn sockets_are_named_from_the_pages_first_name_on_and_never_again() {
    let relay = TestRelay::start().await;
    let mut page = crate::common::Page::knock(&relay, &[]).await.unwrap();
    page.hello(40).await;
    assert_eq!(page.tcp().await, SocketId(40));
    page.close(SocketId(40)).await.unwrap();
    assert_eq!(page.tcp().await, SocketId(41));
}

#[tokio::test]
async fn a_name_beyond_the_last_is_refused_and_breaks_nothing() {
    let relay = TestRelay::start().await;
    let mut page = crate::common::Page::knock(&relay, &[]).await.unwrap();
    page.hello(u32::MAX).await;
    assert_eq!(page.tcp().await, SocketId(u32::MAX));
    let failure = page.try_open(Family::Inet, SocketType::Stream).await.unwrap_err();
    assert_eq!(failure.rule.map(|rule| rule.name()), Some("max-sockets"));
}

#[tokio::test]
async fn every_return_tells_when_its_system_call_began_and_ended() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    let waiting = page.block(pair.server, recv(9)).await;
    let sending = page.start(Some(pair.client), Op::Send { flags: MsgFlags::NONE }, b"x").await;
    let sent = page.wait(sending).await;
    let received = page.wait(waiting).await;
    assert!(received.entered < sent.entered, "the recv began first");
    assert!(received.at >= sent.entered, "and ended when there was something");
    assert!(sent.at >= sent.entered);
}

#[tokio::test]
async fn a_call_that_can_finish_at_once_is_not_called_blocked() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let (listener, address) = page.listener(1).await;
    let client = page.tcp().await;
    // It waits for the answer to its SYN, where that does not come within the system call.
    let connecting = page.start(Some(client), Op::Connect { address }, b"").await;
    page.wait(connecting).await.outcome.unwrap();
    let server = page.accept(listener).await;
    page.send(client, b"x").await.unwrap();
    page.recv(server).await.unwrap();
    let last = page.tcp().await;
    page.call(last, Op::Bind { address: Address::inet("127.0.0.1", 0) }).await.unwrap();
    loop {
        match page.event().await {
            Event::Addresses { socket, .. } if socket == last => break,
            Event::Addresses { .. } => {}
            Event::Blocked { id, .. } if id == connecting => {}
            event => panic!("not even blocked, but {event:?}"),
        }
    }
}

#[tokio::test]
async fn a_socket_tells_its_addresses_when_a_call_changed_them_and_only_then() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let mut told = Vec::new();
    let (listener, address) = page.listener(1).await;
    told.push((listener, Some(address.clone()), None));
    let client = page.tcp().await;
    page.connect(client, &address).await.unwrap();
    let near = page.local(client).await;
    told.push((client, Some(near.clone()), Some(address.clone())));
    let server = page.accept(listener).await;
    told.push((server, Some(address), Some(near)));
    page.send(client, b"x").await.unwrap();
    page.recv(server).await.unwrap();
    let (there, there_address) = page.udp().await;
    told.push((there, Some(there_address.clone()), None));
    let sender = page.open_socket(Family::Inet, SocketType::Dgram).await;
    for _ in 0..2 {
        let op = Op::Sendto { flags: MsgFlags::NONE, address: there_address.clone() };
        page.call_with(sender, op, b"x").await.unwrap();
    }
    told.push((sender, Some(page.local(sender).await), None));
    for expected in told {
        let found = loop {
            if let Event::Addresses { socket, local, peer, .. } = page.event().await {
                break (socket, local, peer);
            }
        };
        assert_eq!(found, expected);
    }
}

#[tokio::test]
async fn a_non_blocking_connect_tells_its_peer_once_it_is_known() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let (_, address) = page.listener(1).await;
    let client = page.tcp().await;
    page.call(client, Op::Setblocking { flag: false }).await.unwrap();
    let failure = page.connect(client, &address).await.unwrap_err();
    assert_eq!(failure.exception, Exception::BlockingIOError);
    let entry =
        lab_shared::call::PollEntry { socket: client, events: lab_shared::call::PollEvents::OUT };
    let poll = page.start(None, Op::Poll { entries: vec![entry], seconds: None }, b"").await;
    page.wait(poll).await.outcome.unwrap();
    loop {
        if let Event::Addresses { socket, peer: Some(peer), .. } = page.event().await {
            assert_eq!((socket, peer), (client, address));
            break;
        }
    }
}

#[tokio::test]
async fn a_large_recv_is_answered_with_no_more_than_fits_into_a_message() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    let lot = vec![7; 3 * MAX_PAYLOAD_BYTES];
    let mut sent = 0;
    let mut received = 0;
    // send returns how many bytes it took, which may not be all.
    for part in lot.chunks(MAX_PAYLOAD_BYTES) {
        let op = Op::Sendall { flags: MsgFlags::NONE };
        let sending = page.start(Some(pair.client), op, part).await;
        sent += part.len();
        while received < sent {
            let got = bytes(page.call(pair.server, recv(1 << 40)).await).unwrap();
            assert!(!got.is_empty() && got.len() <= MAX_PAYLOAD_BYTES);
            assert!(got.iter().all(|byte| *byte == 7));
            received += got.len();
        }
        assert_eq!(page.wait(sending).await.outcome, Ok(Value::None));
    }
}

#[tokio::test]
async fn a_blocking_send_takes_everything_and_a_non_blocking_one_what_fits() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    let lot = vec![1; MAX_PAYLOAD_BYTES];
    page.call(pair.client, Op::Setblocking { flag: false }).await.unwrap();
    let mut taken = 0;
    let failure = loop {
        match page.send(pair.client, &lot).await {
            Ok(Value::Sent(count)) => taken += count as usize,
            Ok(other) => panic!("{other:?}"),
            Err(failure) => break failure,
        }
    };
    assert_eq!(failure.to_string(), "BlockingIOError: [Errno 11] Resource temporarily unavailable");
    page.call(pair.client, Op::Setblocking { flag: true }).await.unwrap();
    taken += page.fill(pair.client).await;
    let op = Op::Send { flags: MsgFlags::NONE };
    let sending = page.start(Some(pair.client), op, &lot).await;
    page.blocked(sending).await;
    let mut received = 0;
    while received < taken + lot.len() {
        received += bytes(page.call(pair.server, recv(1 << 20)).await).unwrap().len();
    }
    let sent = page.wait(sending).await.outcome;
    assert_eq!(sent, Ok(Value::Sent(MAX_PAYLOAD_BYTES as u32)));
}

#[tokio::test]
async fn a_blocking_recv_waits_for_all_where_it_is_asked_to() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    page.send(pair.client, b"one").await.unwrap();
    let op = Op::Recv { bufsize: 6, flags: MsgFlags::WAITALL };
    let all = page.block(pair.server, op).await;
    page.send(pair.client, b"two").await.unwrap();
    assert_eq!(bytes(page.wait(all).await.outcome).unwrap(), b"onetwo");
    let op = Op::Recv { bufsize: 4, flags: MsgFlags::WAITALL | MsgFlags::PEEK };
    page.send(pair.client, b"th").await.unwrap();
    let peek = page.block(pair.server, op).await;
    page.send(pair.client, b"ree").await.unwrap();
    assert_eq!(bytes(page.wait(peek).await.outcome).unwrap(), b"thre");
    assert_eq!(page.recv(pair.server).await.unwrap(), b"three");
}

#[tokio::test]
async fn a_blocking_recv_waits_for_the_low_water_mark() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    let op = Op::Setsockopt { level: 1, option: 18, value: OptionValue::Int(4) };
    page.call(pair.server, op).await.unwrap();
    page.send(pair.client, b"123").await.unwrap();
    let waiting = page.block(pair.server, recv(9)).await;
    page.send(pair.client, b"4").await.unwrap();
    assert_eq!(bytes(page.wait(waiting).await.outcome).unwrap(), b"1234");
    // Fewer than the low-water mark, where the call requests no more; all where it requests all.
    let waiting = page.block(pair.server, recv(2)).await;
    page.send(pair.client, b"12").await.unwrap();
    assert_eq!(bytes(page.wait(waiting).await.outcome).unwrap(), b"12");
    let op = Op::Recv { bufsize: 6, flags: MsgFlags::WAITALL };
    page.send(pair.client, b"12345").await.unwrap();
    let waiting = page.block(pair.server, op).await;
    page.send(pair.client, b"6").await.unwrap();
    assert_eq!(bytes(page.wait(waiting).await.outcome).unwrap(), b"123456");
}

#[tokio::test]
async fn truncated_datagrams_keep_their_length_and_show_nobodys_bytes() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let (there, address) = page.udp().await;
    let (here, _) = page.udp().await;
    let to_there =
        |address: &Address| Op::Sendto { flags: MsgFlags::NONE, address: address.clone() };
    page.call_with(here, to_there(&address), &[9; 100]).await.unwrap();
    assert_eq!(page.recv(there).await.unwrap(), [9; 100]);
    page.call_with(here, to_there(&address), b"12345678").await.unwrap();
    let op = Op::Recv { bufsize: 3, flags: MsgFlags::TRUNC };
    assert_eq!(bytes(page.call(there, op).await).unwrap(), b"123\0\0\0\0\0");
}

#[tokio::test]
async fn a_backlog_is_the_kernels_and_is_taken_from_one_at_a_time() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let (listener, address) = page.listener(1).await;
    let mut waiting = Vec::new();
    for _ in 0..2 {
        let client = page.tcp().await;
        page.connect(client, &address).await.unwrap();
        waiting.push(page.local(client).await);
    }
    let third = page.tcp().await;
    let connecting = page.block(third, Op::Connect { address: address.clone() }).await;
    for expected in &waiting {
        let Ok(Value::Accepted { address, .. }) = page.call(listener, Op::Accept).await else {
            panic!("no connection")
        };
        assert_eq!(&address, expected, "in the order they came");
    }
    assert_eq!(page.wait(connecting).await.outcome, Ok(Value::None), "its SYN is sent again");
}

#[tokio::test]
async fn half_close_ends_one_direction_and_leaves_the_other() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    let waiting = page.block(pair.server, recv(9)).await;
    page.shutdown(pair.client, How::Write).await.unwrap();
    assert_eq!(bytes(page.wait(waiting).await.outcome).unwrap(), b"");
    page.send(pair.server, b"last words").await.unwrap();
    assert_eq!(page.recv(pair.client).await.unwrap(), b"last words");
}

#[tokio::test]
async fn shutting_a_listener_down_ends_its_accept() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let (listener, _) = page.listener(1).await;
    let waiting = page.block(listener, Op::Accept).await;
    page.shutdown(listener, How::Read).await.unwrap();
    let failure = page.wait(waiting).await.outcome.unwrap_err();
    assert_eq!(failure.errno.as_deref(), Some("EINVAL"));
}

#[tokio::test]
async fn a_reset_is_told_from_an_end() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    let waiting = page.block(pair.client, recv(9)).await;
    page.linger(pair.server, 0).await;
    page.close(pair.server).await.unwrap();
    let failure = page.wait(waiting).await.outcome.unwrap_err();
    assert_eq!(failure.to_string(), "ConnectionResetError: [Errno 104] Connection reset by peer");
}

#[tokio::test]
async fn a_close_that_lingers_blocks_its_own_call_and_nothing_else() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    page.linger(pair.client, 20).await;
    let taken = page.fill(pair.client).await;
    let closing = page.block(pair.client, Op::Close).await;
    page.drain(pair.server, taken).await;
    assert_eq!(page.recv(pair.server).await.unwrap(), b"");
    page.close(pair.server).await.unwrap();
    assert_eq!(page.wait(closing).await.outcome, Ok(Value::None));
}

//! Limits: every resource has one, and reaching it breaks nothing.

use std::num::NonZeroU64;
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::SinkExt as _;
use lab_shared::call::{
    Address, CallId, Failure, Family, LookupFlags, MAX_POLL_ENTRIES, MsgFlags, Op, OptionValue,
    Outcome, PollEntry, PollEvents, Rule, SocketId, SocketType, Value,
};
use lab_shared::wire::{
    Call, Goodbye, MAX_CONTROL_BYTES, MAX_PAYLOAD_BYTES, Resume, ToPage, ToRelay,
};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;
use tokio_tungstenite::tungstenite::Message;

use crate::common::page::{bytes, recv};
use crate::common::{Page, TestRelay, within};

#[tokio::test]
async fn a_page_has_no_more_sockets_than_it_may() {
    let relay = TestRelay::with(|config| config.limits.sockets = 3).await;
    let mut page = relay.page().await;
    let (listener, address) = page.listener(5).await;
    let client = page.tcp().await;
    page.connect(client, &address).await.unwrap();
    let spare = page.tcp().await;
    let full = Failure::refused(Rule::MaxSockets);
    assert_eq!(page.try_open(Family::Inet, SocketType::Stream).await, Err(full.clone()));
    assert_eq!(page.call(listener, Op::Accept).await, Err(full), "before it takes a connection");
    page.close(spare).await.unwrap();
    let server = page.accept(listener).await;
    page.send(client, b"x").await.unwrap();
    assert_eq!(page.recv(server).await.unwrap(), b"x", "the connection had waited");
}

#[tokio::test]
async fn a_pair_counts_as_two_sockets() {
    let relay = TestRelay::with(|config| config.limits.sockets = 3).await;
    let mut page = relay.page().await;
    let [one, _] = page.pair().await.unwrap();
    let full = Failure::refused(Rule::MaxSockets);
    assert_eq!(page.pair().await, Err(full), "one more would be room for half of it");
    page.close(one).await.unwrap();
    page.pair().await.unwrap();
}

#[tokio::test]
async fn a_lookup_is_a_pending_call() {
    let relay = TestRelay::with(|config| config.limits.pending = 1).await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    let waiting = page.block(pair.server, recv(1)).await;
    let lookup = Op::Getaddrinfo {
        host: Some("127.0.0.1".into()),
        port: None,
        family: 0,
        kind: 0,
        proto: 0,
        flags: LookupFlags::NONE,
    };
    let refused = page.start(None, lookup.clone(), b"").await;
    assert_eq!(page.wait(refused).await.outcome, Err(Failure::refused(Rule::MaxPending)));
    page.cancel(waiting).await.unwrap_err();
    let asked = page.start(None, lookup, b"").await;
    let found = page.wait(asked).await.outcome.unwrap();
    assert!(matches!(found, Value::AddressInfo(found) if found.len() == 3));
}

#[tokio::test]
async fn an_accept_that_waits_is_refused_when_the_page_has_become_full() {
    let relay = TestRelay::with(|config| config.limits.sockets = 2).await;
    let mut page = relay.page().await;
    let (listener, address) = page.listener(5).await;
    let waiting = page.block(listener, Op::Accept).await;
    let client = page.tcp().await;
    page.connect(client, &address).await.unwrap();
    let failure = page.wait(waiting).await.outcome.unwrap_err();
    assert_eq!(failure.rule, Some(Rule::MaxSockets));
}

#[tokio::test]
async fn a_page_has_no_more_pending_calls_than_it_may() {
    let relay = TestRelay::with(|config| config.limits.pending = 3).await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    let first = page.block(pair.server, recv(1)).await;
    for _ in 0..2 {
        page.start(Some(pair.server), recv(1), b"").await;
    }
    let full = Err(Failure::refused(Rule::MaxPending));
    assert_eq!(page.call(pair.server, recv(1)).await, full);
    let entries = vec![PollEntry { socket: pair.server, events: PollEvents::IN }];
    let polling = page.start(None, Op::Poll { entries, seconds: None }, b"").await;
    assert_eq!(page.wait(polling).await.outcome, full);
    assert!(page.call(pair.server, Op::Getsockname).await.is_ok(), "what never waits goes on");
    page.cancel(first).await.unwrap_err();
    assert_eq!(page.send(pair.client, b"x").await, Ok(Value::Sent(1)));
}

#[tokio::test]
async fn queued_bytes_have_a_cap_of_their_own() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    let lot = vec![1; MAX_PAYLOAD_BYTES];
    let op = Op::Sendall { flags: MsgFlags::NONE };
    let mut calls = Vec::new();
    // More than the kernel's buffers and the relay's cap together hold.
    for _ in 0..40 {
        calls.push(page.start(Some(pair.client), op.clone(), &lot).await);
    }
    let last = page.wait(*calls.last().unwrap()).await.outcome;
    assert_eq!(last, Err(Failure::refused(Rule::MaxMemory)));
    page.close(pair.client).await.unwrap();
}

#[tokio::test]
async fn a_relay_has_no_more_pages_than_it_may() {
    let relay = TestRelay::with(|config| config.limits.sessions = 1).await;
    let first = relay.page().await;
    let mut second = Page::knock(&relay, &[]).await.unwrap();
    second.say(&crate::common::page::hello(1, Some("test-token"), 1)).await;
    assert_eq!(second.goodbye().await, Goodbye::Sessions { limit: 1 });
    drop(first);
    // The place is free once the relay has noticed that the first page left.
    loop {
        let mut page = Page::knock(&relay, &[]).await.unwrap();
        page.say(&crate::common::page::hello(1, Some("test-token"), 1)).await;
        match page.next().await.unwrap() {
            ToPage::Hello(_) => break,
            other => assert!(matches!(other, ToPage::Goodbye(_)), "{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_message_over_the_limit_ends_the_session_with_its_reason() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let long = format!("\"{}\"", "x".repeat(MAX_CONTROL_BYTES));
    page.socket.send(Message::text(long)).await.unwrap();
    assert_eq!(page.goodbye().await, Goodbye::TooLarge);

    let mut page = relay.page().await;
    let call = |length| {
        let op = Op::Send { flags: MsgFlags::NONE };
        let bytes = Bytes::from(vec![0; length]);
        ToRelay::Call(Call {
            id: CallId(1),
            socket: Some(lab_shared::call::SocketId(1)),
            host: None,
            op,
            bytes,
        })
    };
    page.say(&call(MAX_PAYLOAD_BYTES + 1)).await;
    assert_eq!(page.goodbye().await, Goodbye::TooLarge);
}

#[tokio::test]
async fn a_message_far_over_the_limit_is_not_read_to_its_end() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let huge = Message::binary(vec![0; 64 * MAX_PAYLOAD_BYTES]);
    // The relay closes in the middle of it, so the rest may fail.
    let _ = page.socket.send(huge).await;
    if let Some(message) = page.next().await {
        assert_eq!(message, ToPage::Goodbye(Goodbye::TooLarge));
    }
    relay.page().await;
}

#[tokio::test]
async fn the_largest_message_that_is_allowed_goes_through() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let (there, address) = page.udp().await;
    let op = Op::Sendto { flags: MsgFlags::NONE, address };
    let failure = page.call_with(there, op, &vec![0; MAX_PAYLOAD_BYTES]).await.unwrap_err();
    assert_eq!(failure.errno.as_deref(), Some("EMSGSIZE"), "the kernel's own limit");
}

#[tokio::test]
async fn a_page_leaves_no_more_unix_names_than_it_may() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let mut bound = 0;
    let failure = loop {
        let socket = page.open_socket(Family::Unix, SocketType::Dgram).await;
        let address = Address::unix(format!("{bound}.sock"));
        match page.call(socket, Op::Bind { address }).await {
            Ok(_) => bound += 1,
            Err(failure) => break failure,
        }
        page.close(socket).await.unwrap();
        assert!(bound < 5000);
    };
    assert_eq!(failure.rule, Some(Rule::MaxSockets));
}

#[tokio::test]
async fn an_address_has_no_more_pages_than_it_may() {
    let relay = TestRelay::with(|config| config.limits.sessions_per_address = Some(1)).await;
    let first = relay.page().await;
    let mut second = Page::knock(&relay, &[]).await.unwrap();
    let limit = Goodbye::Address { limit: 1 };
    assert_eq!(second.introduce(Resume::Never).await, ToPage::Goodbye(limit));
    drop(first);
    let welcomed = async {
        loop {
            let mut next = Page::knock(&relay, &[]).await.unwrap();
            if let ToPage::Hello(_) = next.introduce(Resume::Never).await {
                return;
            }
        }
    };
    within("the first one's place", welcomed).await;
}

#[tokio::test]
async fn a_page_exchanges_no_more_bytes_a_second_than_it_may() {
    let rate = NonZeroU64::new(200_000);
    let relay = TestRelay::with(|config| config.limits.rate = rate).await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    let begun = Instant::now();
    for _ in 0..5 {
        page.send(pair.client, &[1; 50_000]).await.unwrap();
        let mut heard = 0;
        while heard < 50_000 {
            heard += page.recv(pair.server).await.unwrap().len();
        }
    }
    // 500 000 bytes both ways, the first 200 000 in a burst, and the last message on credit.
    let least = Duration::from_millis(1000);
    assert!(begun.elapsed() >= least, "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_call_beyond_a_limit_fails_alone() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    let host = Address::inet("x".repeat(60_000), 80);
    let option = Op::Setsockopt { level: 1, option: 2, value: OptionValue::Bytes(vec![1; 15_000]) };
    let entry = PollEntry { socket: pair.client, events: PollEvents::IN };
    let poll = Op::Poll { entries: vec![entry; MAX_POLL_ENTRIES + 1], seconds: None };
    for (socket, op, expected) in [
        (Some(pair.client), Op::Connect { address: host }, "EAI_NONAME"),
        (Some(pair.client), option, "EINVAL"),
        (None, poll, "EINVAL"),
    ] {
        let id = page.start(socket, op, b"").await;
        let failure = page.wait(id).await.outcome.unwrap_err();
        assert_eq!(failure.errno.as_deref(), Some(expected));
    }
    page.send(pair.client, b"still here").await.unwrap();
    assert_eq!(page.recv(pair.server).await.unwrap(), b"still here");
}

/// A page that acknowledges nothing by itself, and the number of its messages.
struct Hesitant {
    page: Page,
    told: u64,
}

impl Hesitant {
    async fn next(&mut self) -> ToPage {
        loop {
            let message = self.page.next().await.unwrap();
            if message.is_counted() {
                self.told += 1;
                return message;
            }
        }
    }

    async fn call(&mut self, socket: Option<SocketId>, op: Op) -> Outcome {
        let id = self.page.start(socket, op, b"").await;
        self.returned(id).await
    }

    async fn returned(&mut self, call: CallId) -> Outcome {
        loop {
            match self.next().await {
                ToPage::Return(found) if found.id == call => return found.outcome,
                _ => {}
            }
        }
    }

    async fn confirm(&mut self) {
        self.page.say(&ToRelay::Received { messages: self.told }).await;
    }
}

#[tokio::test]
async fn a_recv_without_room_leaves_its_bytes_in_the_kernel_until_there_is_some() {
    const PIECE: usize = 64 * 1024;
    const PIECES: usize = 16;
    let relay = TestRelay::with(|config| config.limits.memory = PIECES * PIECE).await;
    let outside = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut page = Page::knock(&relay, &[]).await.unwrap();
    assert!(matches!(page.introduce(Resume::Later).await, ToPage::Hello(_)));
    let mut page = Hesitant { page, told: 0 };
    let socket = Some(SocketId(1));
    let (family, kind) = (Family::Inet, SocketType::Stream);
    page.call(None, Op::Socket { family, kind, proto: 0 }).await.unwrap();
    let address = Address::inet("127.0.0.1", outside.local_addr().unwrap().port());
    page.call(socket, Op::Connect { address }).await.unwrap();
    let (mut peer, _) = outside.accept().await.unwrap();
    let sent: Vec<u8> = (0..PIECES * PIECE).map(|at| (at % 251) as u8).collect();
    let sending = sent.clone();
    tokio::spawn(async move { peer.write_all(&sending).await });

    let mut received = Vec::new();
    let mut waiting = page.page.start(socket, recv(PIECE as i64), b"").await;
    // Until nothing has arrived for long, although data is pending: a quarter of the sum is the most.
    let readable = Op::Poll {
        entries: vec![PollEntry { socket: SocketId(1), events: PollEvents::IN }],
        seconds: None,
    };
    let mut quiet = 0;
    while quiet < 100 && received.len() < sent.len() {
        let look = page.page.start(None, readable.clone(), b"").await;
        loop {
            match page.next().await {
                ToPage::Return(found) if found.id == look => break quiet += 1,
                ToPage::Return(found) if found.id == waiting => {
                    received.extend(bytes(found.outcome).unwrap());
                    waiting = page.page.start(socket, recv(PIECE as i64), b"").await;
                    quiet = 0;
                }
                _ => {}
            }
        }
    }
    assert!(received.len() <= PIECES * PIECE / 4, "{} bytes came", received.len());
    while received.len() < sent.len() {
        page.confirm().await;
        received.extend(bytes(page.returned(waiting).await).unwrap());
        waiting = page.page.start(socket, recv(PIECE as i64), b"").await;
    }
    assert!(received == sent, "every byte has come, in its order");
}

//! Resumed sessions: after a broken WebSocket the page finds its sockets and calls unchanged, and
//! no message is lost or doubled. A page that returns too late is refused.

use std::collections::VecDeque;
use std::time::Duration;

use bytes::Bytes;
use lab_shared::call::{Address, CallId, Family, MsgFlags, Op, SocketId, SocketType};
use lab_shared::wire::{
    Call, Goodbye, MAX_UNCONFIRMED_MESSAGES, Resume, ToPage, ToRelay, WEBSOCKET_PATH, close_code,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use crate::common::page::{bytes, recv};
use crate::common::{Cutter, Page, TestRelay, within};

/// A socket of the page, connected to one of the test.
async fn meet(page: &mut Page) -> (SocketId, TcpStream) {
    let outside = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let there = Address::inet("127.0.0.1", outside.local_addr().unwrap().port());
    let socket = page.tcp().await;
    page.connect(socket, &there).await.unwrap();
    let (peer, _) = outside.accept().await.unwrap();
    (socket, peer)
}

async fn ended(mut peer: TcpStream) {
    let mut rest = Vec::new();
    // A reset also ends it.
    let _ = within("the end of the connection", peer.read_to_end(&mut rest)).await;
}

/// Bytes whose order shows any gap or repetition.
fn pattern(length: usize) -> Vec<u8> {
    (0..length as u32).flat_map(|at| at.to_le_bytes()).take(length).collect()
}

#[tokio::test]
async fn a_call_that_waits_returns_after_the_interruption_it_ended_in() {
    let relay = TestRelay::start().await;
    let mut page = Page::lasting(relay.address).await;
    let (socket, mut peer) = meet(&mut page).await;
    let waiting = page.block(socket, recv(100)).await;
    page.cut().await;
    peer.write_all(b"meanwhile").await.unwrap();
    page.resume().await;
    assert_eq!(bytes(page.wait(waiting).await.outcome).unwrap(), b"meanwhile");
    page.send(socket, b"after").await.unwrap();
    let mut heard = [0; 5];
    within("what was sent after it", peer.read_exact(&mut heard)).await.unwrap();
    assert_eq!(&heard, b"after");
}

#[tokio::test]
async fn no_byte_is_lost_or_doubled_however_often_the_network_fails() {
    let cutter = Cutter::bind().await;
    let door = cutter.address;
    let origin = format!("http://{door}").parse().unwrap();
    let relay = TestRelay::with(|config| config.allow_origins.push(origin)).await;
    let _cutting = cutter.pass_to(relay.address, 60, 200_000);
    let mut page = Page::lasting(door).await;
    let (socket, peer) = meet(&mut page).await;
    let text = pattern(3_000_000);
    let (mut from, mut to) = peer.into_split();
    let outward = text.clone();
    let writing = tokio::spawn(async move { to.write_all(&outward).await.unwrap() });
    let expected = text.len();
    let reading = tokio::spawn(async move {
        let mut heard = vec![0; expected];
        from.read_exact(&mut heard).await.unwrap();
        heard
    });
    // Several calls are pending in each direction, so that cuts meet them in every state.
    let mut heard = Vec::new();
    let mut pending = VecDeque::new();
    for chunk in text.chunks(20_000) {
        pending.push_back(page.start(Some(socket), recv(30_000), b"").await);
        let op = Op::Sendall { flags: MsgFlags::NONE };
        let sending = page.start(Some(socket), op, chunk).await;
        if pending.len() >= 4 {
            let first = pending.pop_front().unwrap();
            heard.extend(bytes(page.wait(first).await.outcome).unwrap());
        }
        page.wait(sending).await.outcome.unwrap();
    }
    for call in pending {
        heard.extend(bytes(page.wait(call).await.outcome).unwrap());
    }
    while heard.len() < text.len() {
        heard.extend(page.recv(socket).await.unwrap());
    }
    assert!(heard == text, "what came in is what the peer sent");
    assert!(reading.await.unwrap() == text, "what the peer got is what was sent");
    writing.await.unwrap();
    let resumed = page.memory().resumed;
    assert!(resumed >= 20, "the network failed {resumed} times");
}

#[tokio::test]
async fn whoever_comes_too_late_begins_anew_and_the_old_sockets_are_gone() {
    let short = |config: &mut lab_relay::Config| config.times.resume = Duration::from_millis(50);
    let relay = TestRelay::with(short).await;
    let mut page = Page::lasting(relay.address).await;
    let (_, peer) = meet(&mut page).await;
    page.cut().await;
    ended(peer).await;
    match page.return_to_session().await {
        Some(ToPage::Hello(welcome)) => {
            let old = page.memory().ticket.session;
            assert_ne!(welcome.ticket.map(|ticket| ticket.session), Some(old));
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_wrong_secret_opens_no_session_and_disturbs_none() {
    let relay = TestRelay::start().await;
    let mut page = Page::lasting(relay.address).await;
    let (socket, mut peer) = meet(&mut page).await;
    let session = page.memory().ticket.session;
    let mut thief = Page::knock(&relay, &[]).await.unwrap();
    let wish = Resume::Now { session, secret: "0".repeat(32), received: 0 };
    match thief.introduce(wish).await {
        ToPage::Hello(welcome) => assert_ne!(welcome.ticket.unwrap().session, session),
        other => panic!("{other:?}"),
    }
    page.send(socket, b"mine").await.unwrap();
    let mut heard = [0; 4];
    within("the bytes", peer.read_exact(&mut heard)).await.unwrap();
    assert_eq!(&heard, b"mine");
}

#[tokio::test]
async fn a_page_that_closes_for_good_is_not_waited_for_and_one_that_says_so_is() {
    let relay = TestRelay::start().await;
    let mut leaving = Page::lasting(relay.address).await;
    let (_, peer) = meet(&mut leaving).await;
    leaving.socket.close(None).await.unwrap();
    ended(peer).await;

    let mut staying = Page::lasting(relay.address).await;
    let (socket, _peer) = meet(&mut staying).await;
    let code = CloseCode::from(close_code::INTERRUPTED);
    let frame = CloseFrame { code, reason: "".into() };
    staying.socket.close(Some(frame)).await.unwrap();
    staying.resume().await;
    staying.send(socket, b"x").await.unwrap();
}

#[tokio::test]
async fn a_page_may_come_over_a_new_websocket_while_the_old_one_still_seems_to_live() {
    let relay = TestRelay::start().await;
    let mut page = Page::lasting(relay.address).await;
    let (socket, _peer) = meet(&mut page).await;
    let url = format!("ws://{}{WEBSOCKET_PATH}", relay.address);
    let (placeholder, _) = tokio_tungstenite::connect_async(url).await.unwrap();
    let mut old = std::mem::replace(&mut page.socket, placeholder);
    page.resume().await;
    page.send(socket, b"x").await.unwrap();
    let rest = async { while let Some(Ok(_)) = futures_util::StreamExt::next(&mut old).await {} };
    within("the old WebSocket's end", rest).await;
}

#[tokio::test]
async fn a_full_relay_gives_up_a_page_that_is_away_for_one_that_is_there() {
    let one = |config: &mut lab_relay::Config| config.limits.sessions = 1;
    let relay = TestRelay::with(one).await;
    let mut away = Page::lasting(relay.address).await;
    let (_, peer) = meet(&mut away).await;
    let mut other = Page::knock(&relay, &[]).await.unwrap();
    let refused = other.introduce(Resume::Never).await;
    assert_eq!(refused, ToPage::Goodbye(Goodbye::Sessions { limit: 1 }), "the first is there");
    away.cut().await;
    // The relay may not have noticed the cut yet.
    let welcomed = async {
        loop {
            let mut other = Page::knock(&relay, &[]).await.unwrap();
            if let ToPage::Hello(_) = other.introduce(Resume::Never).await {
                return;
            }
        }
    };
    within("room for the other page", welcomed).await;
    ended(peer).await;
}

#[tokio::test]
async fn no_call_is_made_whose_return_could_not_be_kept() {
    let quick = |config: &mut lab_relay::Config| {
        config.times.heartbeat_interval = Duration::from_millis(20);
    };
    let relay = TestRelay::with(quick).await;
    let mut page = Page::knock(&relay, &[]).await.unwrap();
    assert!(matches!(page.introduce(Resume::Later).await, ToPage::Hello(_)));
    page.say(&ToRelay::Call(open(1))).await;
    let (mut asked, mut told) = (1, 0);
    // One call after the other, until the limit of unacknowledged messages.
    while told < MAX_UNCONFIRMED_MESSAGES {
        match page.next().await.unwrap() {
            ToPage::Received { .. } => {}
            message => {
                assert!(message.is_counted(), "{message:?}");
                told += 1;
                asked += 1;
                page.say(&ToRelay::Call(name_of_the_first(asked))).await;
            }
        }
    }
    // The relay has read the last call by the time it has counted it.
    while page.next().await != Some(ToPage::Received { messages: u64::from(asked) }) {}
    page.say(&ToRelay::Received { messages: told as u64 }).await;
    loop {
        match page.next().await.unwrap() {
            ToPage::Received { .. } => {}
            ToPage::Return(returned) => {
                assert_eq!(returned.id, CallId(asked));
                break;
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_page_that_asks_on_without_confirming_anything_is_sent_away() {
    let relay = TestRelay::start().await;
    let mut page = Page::knock(&relay, &[]).await.unwrap();
    assert!(matches!(page.introduce(Resume::Later).await, ToPage::Hello(_)));
    page.say(&ToRelay::Call(open(1))).await;
    for id in 2.. {
        // The relay may close the WebSocket meanwhile.
        if !page.push(ToRelay::Call(name_of_the_first(id)).encode()).await || id > 5000 {
            break;
        }
    }
    assert!(matches!(page.goodbye().await, Goodbye::Malformed { .. }));
}

/// `socket()`.
fn open(id: u32) -> Call {
    let op = Op::Socket { family: Family::Inet, kind: SocketType::Stream, proto: 0 };
    Call { id: CallId(id), socket: None, host: None, op, bytes: Bytes::new() }
}

/// `getsockname()` of the first socket.
fn name_of_the_first(id: u32) -> Call {
    let socket = Some(SocketId(1));
    Call { id: CallId(id), socket, host: None, op: Op::Getsockname, bytes: Bytes::new() }
}

#[tokio::test]
async fn a_count_that_cannot_be_ends_the_session() {
    let relay = TestRelay::start().await;
    let mut page = Page::knock(&relay, &[]).await.unwrap();
    assert!(matches!(page.introduce(Resume::Later).await, ToPage::Hello(_)));
    page.say(&ToRelay::Received { messages: 1 }).await;
    assert!(matches!(page.goodbye().await, Goodbye::Malformed { .. }));

    // A page that never asked to resume may not acknowledge either.
    let mut page = relay.page().await;
    page.say(&ToRelay::Received { messages: 0 }).await;
    assert!(matches!(page.goodbye().await, Goodbye::Malformed { .. }));
}

#[tokio::test]
async fn a_page_that_was_silent_for_too_long_may_still_come_back_in_time() {
    let short = |config: &mut lab_relay::Config| {
        config.times.heartbeat_interval = Duration::from_millis(20);
        config.times.heartbeat_timeout = Duration::from_millis(100);
    };
    let relay = TestRelay::with(short).await;
    let mut page = Page::lasting(relay.address).await;
    let (socket, _peer) = meet(&mut page).await;
    page.alive = false;
    while let Some(message) = page.hear().await {
        // No goodbye: the session continues.
        assert!(!matches!(message, ToPage::Goodbye(_)), "{message:?}");
    }
    page.alive = true;
    page.resume().await;
    page.send(socket, b"x").await.unwrap();
}

#[tokio::test]
async fn a_relay_that_stops_waits_for_no_page_that_is_away() {
    let relay = TestRelay::start().await;
    let mut page = Page::lasting(relay.address).await;
    let (_, peer) = meet(&mut page).await;
    page.cut().await;
    relay.stopped().await;
    ended(peer).await;
}

#[tokio::test]
async fn a_relay_may_keep_nobodys_sockets() {
    let none = |config: &mut lab_relay::Config| config.times.resume = Duration::ZERO;
    let relay = TestRelay::with(none).await;
    let mut page = Page::knock(&relay, &[]).await.unwrap();
    match page.introduce(Resume::Later).await {
        ToPage::Hello(welcome) => assert_eq!(welcome.ticket, None),
        other => panic!("{other:?}"),
    }
    let (_, peer) = meet(&mut page).await;
    page.cut().await;
    ended(peer).await;
}

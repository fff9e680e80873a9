//! Calls through the relay client.

use std::cell::RefCell;
use std::rc::Rc;

use bytes::Bytes;
use futures_channel::mpsc;
use futures_util::StreamExt as _;
use lab_shared::call::{Exception, Family, MsgFlags, Op, SocketType, Value};
use lab_shared::errno::Errno;
use lab_shared::wire::Goodbye;
use wasm_bindgen_test::wasm_bindgen_test;

use super::address;
use super::session::Session;
use lab_web::under_test::{Loss, Output, Phase, Progress, RelayClient, RelayLost};

const NONE: MsgFlags = MsgFlags::NONE;

#[wasm_bindgen_test]
async fn the_relay_welcomes_a_page_that_has_its_token() {
    let mut session = Session::with(address::url(), Some(address::token()));
    let ready = session.phase(Phase::is_ready).await;
    let Phase::Ready(welcome) = ready else { panic!("{ready:?}") };
    assert!(welcome.limits.sockets > 0);
    assert!(!welcome.reach.bind.is_empty());
}

#[wasm_bindgen_test]
async fn a_wrong_or_missing_token_is_refused_for_good() {
    for token in [Some("wrong"), None] {
        let mut session = Session::with(address::url(), token);
        let refused = session.phase(|phase| matches!(phase, Phase::Refused(_))).await;
        assert_eq!(refused, Phase::Refused(Goodbye::Token));
        assert_eq!(session.client.call(None, Op::Accept, Bytes::new()).await, Err(RelayLost));
    }
}

#[wasm_bindgen_test]
async fn the_right_token_can_come_later() {
    let mut session = Session::with(address::url(), Some("wrong"));
    session.phase(|phase| matches!(phase, Phase::Refused(_))).await;
    session.client.use_token(address::token().into());
    session.phase(Phase::is_ready).await;
}

#[wasm_bindgen_test]
async fn nobody_there_is_said_and_tried_again() {
    // Port 1 is tcpmux, which nobody runs.
    let mut session = Session::with("ws://127.0.0.1:1/ws", None);
    let waiting = session.phase(|phase| matches!(phase, Phase::Waiting { .. })).await;
    assert!(matches!(waiting, Phase::Waiting { loss: Loss::Unreachable, .. }));
    let again = Phase::Connecting { after: Some(Loss::Unreachable) };
    session.phase(|phase| *phase == again).await;
}

#[wasm_bindgen_test]
async fn two_sockets_of_one_page_talk_and_every_byte_arrives() {
    let mut session = Session::ready().await;
    let (server, address) = session.listening().await;
    let accept = session.client.call(Some(server), Op::Accept, Bytes::new());
    session.blocked().await;
    let client = session.socket().await;
    assert_eq!(session.value(Some(client), Op::Connect { address }).await, Value::None);
    let accepted = session.returned(accept).await.outcome;
    let Ok(Value::Accepted { socket: conn, .. }) = accepted else { panic!("{accepted:?}") };

    let every_byte: Bytes = (0..=255).collect::<Vec<u8>>().into();
    let sent = session.sent(client, Op::Send { flags: NONE }, every_byte.clone()).await;
    assert_eq!(sent, Value::Sent(256));
    let received = session.value(Some(conn), Op::Recv { bufsize: 1024, flags: NONE }).await;
    assert_eq!(received, Value::Bytes(every_byte));

    assert_eq!(session.value(Some(client), Op::Close).await, Value::None);
    let end = session.value(Some(conn), Op::Recv { bufsize: 1024, flags: NONE }).await;
    assert_eq!(end, Value::Bytes(Bytes::new()), "empty bytes are the end of the stream");
}

#[wasm_bindgen_test]
async fn a_blocked_call_ends_when_it_is_cancelled_and_the_socket_lives_on() {
    let mut session = Session::ready().await;
    let (server, address) = session.listening().await;
    let accept = session.client.call(Some(server), Op::Accept, Bytes::new());
    let (id, _) = accept.issued().map(|(call, at)| (call.id, at)).expect("it was sent");
    session.blocked().await;
    session.client.cancel(id);
    let failure = session.returned(accept).await.outcome.expect_err("it was cancelled");
    assert_eq!(failure.exception, Exception::KeyboardInterrupt);
    let same = session.value(Some(server), Op::Getsockname).await;
    assert_eq!(same, Value::Address(address));
}

#[wasm_bindgen_test]
async fn a_call_that_waits_keeps_its_socket_open() {
    let mut session = Session::ready().await;
    let (server, address) = session.listening().await;
    let accept = session.client.call(Some(server), Op::Accept, Bytes::new());
    session.blocked().await;
    session.value(Some(server), Op::Close).await;
    let client = session.socket().await;
    session.value(Some(client), Op::Connect { address }).await;
    session.returned(accept).await.outcome.expect("it still listens");
    let again = session.client.call(Some(server), Op::Accept, Bytes::new());
    let failure = session.returned(again).await.outcome.expect_err("its descriptor is closed");
    assert_eq!(failure.code, Some(Errno::Ebadf.linux()));
}

#[wasm_bindgen_test]
async fn a_refused_connection_comes_back_as_python_would_raise_it() {
    let session = Session::ready().await;
    let (server, address) = session.listening().await;
    session.value(Some(server), Op::Close).await;
    let client = session.socket().await;
    let connect = session.client.call(Some(client), Op::Connect { address }, Bytes::new());
    let failure = session.returned(connect).await.outcome.expect_err("nobody listens there");
    assert_eq!(failure.exception, Exception::ConnectionRefusedError);
    assert_eq!(failure.to_string(), "ConnectionRefusedError: [Errno 111] Connection refused");
}

#[wasm_bindgen_test]
async fn times_are_on_the_pages_clock_and_in_order() {
    let session = Session::ready().await;
    let call = session.client.call(None, super::session::STREAM, Bytes::new());
    let (_, issued) = call.issued().map(|(call, at)| (call.id, at)).expect("it was sent");
    let returned = session.returned(call).await;
    assert!(issued <= returned.entered, "{issued:?} {returned:?}");
    assert!(returned.entered <= returned.at, "{returned:?}");
}

#[wasm_bindgen_test]
async fn who_follows_a_call_is_told_before_the_listener() {
    let (listener, mut told) = mpsc::unbounded();
    let follower = listener.clone();
    let tell = move |phase: &Phase, output: Output| {
        let word = match output {
            Output::Phase if phase.is_ready() => "ready",
            Output::Blocked(..) => "the listener: blocked",
            Output::Returned(_) => "the listener: returned",
            _ => return,
        };
        listener.unbounded_send(word).expect("the test listens");
    };
    let client = RelayClient::start(address::relay(), Box::new(tell));
    assert_eq!(told.next().await, Some("ready"));
    let pair = Op::Socketpair { family: Family::Unix, kind: SocketType::Stream, proto: 0 };
    let made = client.call(None, pair, Bytes::new()).await.expect("there is a relay").outcome;
    let Ok(Value::Pair { sockets: [here, _], .. }) = made else { panic!("{made:?}") };
    assert_eq!(told.next().await, Some("the listener: returned"));

    let follow = move |progress: Progress<'_>| {
        let word = match progress {
            Progress::Blocked => "the follower: blocked",
            Progress::Returned(_) => "the follower: returned",
            Progress::Lost => "the follower: lost",
        };
        follower.unbounded_send(word).expect("the test listens");
    };
    let recv = Op::Recv { bufsize: 1, flags: NONE };
    let sent = client.call_followed(None, Some(here), recv, Bytes::new(), Box::new(follow));
    for by in ["the follower", "the listener"] {
        assert_eq!(told.next().await, Some(format!("{by}: blocked").as_str()));
    }
    client.cancel(sent.expect("there is a relay").0.id);
    for by in ["the follower", "the listener"] {
        assert_eq!(told.next().await, Some(format!("{by}: returned").as_str()));
    }
}

/// The assistant asks the relay for something as soon as there is a session.
#[wasm_bindgen_test]
async fn the_listener_may_send_something_itself() {
    let (returns, mut returned) = mpsc::unbounded();
    let sender = Rc::<RefCell<Option<RelayClient>>>::default();
    let client = Rc::clone(&sender);
    let tell = move |phase: &Phase, output: Output| {
        if !(matches!(output, Output::Phase) && phase.is_ready()) {
            return;
        }
        let returns = returns.clone();
        let follow = move |progress: Progress<'_>| {
            let ok = matches!(progress, Progress::Returned(returned) if returned.outcome.is_ok());
            returns.unbounded_send(ok).expect("the test listens");
        };
        let pair = Op::Socketpair { family: Family::Unix, kind: SocketType::Stream, proto: 0 };
        let client = client.borrow();
        let client = client.as_ref().expect("it is kept before the relay answers");
        let sent = client.call_followed(None, None, pair, Bytes::new(), Box::new(follow));
        assert!(sent.is_some(), "the relay is there");
    };
    *sender.borrow_mut() = Some(RelayClient::start(address::relay(), Box::new(tell)));
    assert_eq!(returned.next().await, Some(true));
}

//! Which pages are admitted: Host, Origin, version, token, and the form of the first message.

use std::net::SocketAddr;
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use lab_shared::call::{CallId, Op, SocketId, Value};
use lab_shared::wire::{Call, Goodbye, PROTOCOL_VERSION, ToRelay, close_code};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::http::header::{HOST, ORIGIN};
use tokio_tungstenite::tungstenite::{self, Message};

use crate::common::page::hello;
use crate::common::{Page, TestRelay, get, within};

/// The status and body of a rejected handshake.
async fn turned_away(
    relay: &TestRelay,
    headers: &[(tungstenite::http::HeaderName, &str)],
) -> (u16, String) {
    match Page::knock(relay, headers).await {
        Err(tungstenite::Error::Http(response)) => {
            let body = response.body().clone().unwrap_or_default();
            (response.status().as_u16(), String::from_utf8(body).unwrap())
        }
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("let in"),
    }
}

async fn goodbye_to(relay: &TestRelay, message: &ToRelay) -> Goodbye {
    let mut page = Page::knock(relay, &[]).await.unwrap();
    page.say(message).await;
    page.goodbye().await
}

#[tokio::test]
async fn a_foreign_origin_is_turned_away_by_its_rule() {
    let relay = TestRelay::start().await;
    for origin in ["http://evil.example", "null", "https://127.0.0.1"] {
        let (status, body) = turned_away(&relay, &[(ORIGIN, origin)]).await;
        assert_eq!(status, 403);
        assert!(body.contains("rule `origin`") && body.contains("--allow-origin"), "{body}");
    }
}

#[tokio::test]
async fn a_foreign_host_is_turned_away_by_its_rule() {
    let relay = TestRelay::start().await;
    let host = format!("evil.example:{}", relay.address.port());
    let (status, body) = turned_away(&relay, &[(HOST, &host)]).await;
    assert_eq!(status, 403);
    assert!(body.contains("rule `host`"), "{body}");
}

#[tokio::test]
async fn the_relays_own_page_and_allowed_ones_come_in() {
    let allowed = |config: &mut lab_relay::Config| {
        config.allow_origins = vec!["http://localhost:8080".parse().unwrap()];
    };
    let relay = TestRelay::with(allowed).await;
    let own = format!("http://{}", relay.address);
    for origin in [own.as_str(), "http://localhost:8080"] {
        let mut page = Page::knock(&relay, &[(ORIGIN, origin)]).await.unwrap();
        page.hello(1).await;
    }
}

#[tokio::test]
async fn a_wrong_token_is_refused_and_so_is_none() {
    let relay = TestRelay::start().await;
    for token in [None, Some(""), Some("wrong"), Some("test-tokeN")] {
        let goodbye = goodbye_to(&relay, &hello(PROTOCOL_VERSION, token, 1)).await;
        assert_eq!(goodbye, Goodbye::Token);
    }
}

#[tokio::test]
async fn without_a_token_rule_nobody_needs_one() {
    let relay = TestRelay::with(|config| config.token = lab_relay::TokenRule::Open).await;
    let mut page = Page::knock(&relay, &[]).await.unwrap();
    page.say(&hello(PROTOCOL_VERSION, None, 1)).await;
    assert!(matches!(page.next().await, Some(lab_shared::wire::ToPage::Hello(_))));
}

#[tokio::test]
async fn another_version_is_told_the_relays() {
    let relay = TestRelay::start().await;
    let goodbye = goodbye_to(&relay, &hello(99, Some("test-token"), 1)).await;
    assert_eq!(goodbye, Goodbye::Version { relay: PROTOCOL_VERSION });
}

#[tokio::test]
async fn the_close_frame_carries_the_reasons_code() {
    let relay = TestRelay::start().await;
    let mut page = Page::knock(&relay, &[]).await.unwrap();
    page.say(&hello(PROTOCOL_VERSION, Some("wrong"), 1)).await;
    let mut codes = Vec::new();
    while let Some(Ok(message)) = within("the close frame", page.socket.next()).await {
        if let Message::Close(Some(frame)) = message {
            codes.push(u16::from(frame.code));
        }
    }
    assert_eq!(codes, [close_code::TOKEN]);
}

#[tokio::test]
async fn a_page_that_says_no_hello_is_sent_away() {
    let hurry = |config: &mut lab_relay::Config| config.times.hello = Duration::from_millis(50);
    let relay = TestRelay::with(hurry).await;
    let mut page = Page::knock(&relay, &[]).await.unwrap();
    assert_eq!(page.goodbye().await, Goodbye::Hello);
    let call = Call {
        id: CallId(1),
        socket: Some(SocketId(1)),
        host: None,
        op: Op::Accept,
        bytes: "".into(),
    };
    assert_eq!(goodbye_to(&relay, &ToRelay::Call(call)).await, Goodbye::Hello);
}

#[tokio::test]
async fn garbage_is_refused_with_what_was_wrong() {
    let relay = TestRelay::start().await;
    for garbage in [
        Message::text("not json"),
        Message::text(r#"{"call":{"id":1,"op":"dance"}}"#),
        Message::text(r#"{"call":{"id":1,"op":"accept","more":1}}"#),
        Message::text(r#"{"call":{"id":1,"socket":1,"op":{"send":{"flags":0}}}}"#),
        Message::binary(vec![1, 2, 3]),
        Message::binary(vec![9; 12]),
    ] {
        let mut page = relay.page().await;
        page.socket.send(garbage.clone()).await.unwrap();
        match page.goodbye().await {
            Goodbye::Malformed { detail } => assert!(!detail.is_empty()),
            other => panic!("{garbage:?}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_call_that_no_page_would_make_is_malformed() {
    let relay = TestRelay::start().await;
    let bytes = bytes::Bytes::new;
    let socket = Op::Socket {
        family: lab_shared::call::Family::Inet,
        kind: lab_shared::call::SocketType::Stream,
        proto: 0,
    };
    for (id, socket, op, expected) in [
        (1, None, Op::Accept, "accept needs a socket"),
        (1, Some(SocketId(1)), socket, "socket takes no socket"),
    ] {
        let mut page = relay.page().await;
        page.say(&ToRelay::Call(Call { id: CallId(id), socket, host: None, op, bytes: bytes() }))
            .await;
        assert_eq!(page.goodbye().await, Goodbye::Malformed { detail: expected.into() });
    }
    let mut page = relay.page().await;
    let pair = page.connected().await;
    let id = page.block(pair.listener, Op::Accept).await;
    let again =
        Call { id, socket: Some(pair.listener), host: None, op: Op::Accept, bytes: bytes() };
    page.say(&ToRelay::Call(again)).await;
    assert!(matches!(page.goodbye().await, Goodbye::Malformed { .. }));
    let mut page = relay.page().await;
    page.say(&hello(PROTOCOL_VERSION, Some("test-token"), 1)).await;
    assert!(matches!(page.goodbye().await, Goodbye::Malformed { .. }));
}

#[tokio::test]
async fn connections_that_say_nothing_have_a_cap_and_harm_no_session() {
    let small = |config: &mut lab_relay::Config| config.limits.sessions = 1;
    let relay = TestRelay::with(small).await;
    let mut page = relay.page().await;
    let mut silent = Vec::new();
    for _ in 0..60 {
        silent.push(TcpStream::connect(relay.address).await.unwrap());
    }
    page.connected().await;
    drop(silent);
    let answer = get(relay.address, "/healthz", "any.example").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn a_request_sent_drop_by_drop_is_cut_off_and_its_place_given_to_others() {
    let hurry = |config: &mut lab_relay::Config| {
        config.limits.sessions = 1;
        config.times.unanswered = Duration::from_millis(200);
    };
    let relay = TestRelay::with(hurry).await;
    let mut slow = Vec::new();
    for _ in 0..16 {
        let mut stream = TcpStream::connect(relay.address).await.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nX: ").await.unwrap();
        slow.push(stream);
    }
    // Every place of the listener is taken; this one is accepted once theirs are free.
    let answer = get(relay.address, "/healthz", "any.example").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    for mut stream in slow {
        // The end of the stream or a reset: either way the relay has hung up.
        let ended = within("the relay to hang up", stream.read(&mut [0; 1])).await;
        assert!(!matches!(ended, Ok(1)), "a request that is not complete was answered");
    }
}

#[tokio::test]
async fn heartbeats_keep_a_session_at_the_door() {
    let hurry = |config: &mut lab_relay::Config| {
        config.times.heartbeat_interval = Duration::from_millis(50);
        config.times.unanswered = Duration::from_secs(2);
    };
    let relay = TestRelay::with(hurry).await;
    let mut page = relay.page().await;
    // Longer than a connection may stay without an answer.
    let op = Op::Poll { entries: vec![], seconds: Some(3.0) };
    let id = page.start(None, op, b"").await;
    assert_eq!(page.wait(id).await.outcome, Ok(Value::Ready(vec![])));
}

#[tokio::test]
async fn every_answer_has_the_security_headers() {
    let relay = TestRelay::start().await;
    let host = relay.address.to_string();
    for (path, host) in [("/", host.as_str()), ("/healthz", "watcher"), ("/", "evil.example")] {
        let answer = get(relay.address, path, host).await.to_ascii_lowercase();
        for header in [
            "x-content-type-options: nosniff",
            "referrer-policy: no-referrer",
            "content-security-policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval';",
            "frame-ancestors 'none'",
            "cross-origin-opener-policy: same-origin",
            "cross-origin-embedder-policy: require-corp",
            "cross-origin-resource-policy: same-origin",
            "permissions-policy: camera=(), ",
        ] {
            assert!(answer.contains(header), "{path}: {answer}");
        }
    }
}

#[tokio::test]
async fn health_is_told_to_whoever_asks() {
    let relay = TestRelay::start().await;
    let answer = get(relay.address, "/healthz", "any.example").await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("ok\n"), "{answer}");
}

#[tokio::test]
async fn a_plain_request_for_the_websocket_is_no_session() {
    let relay = TestRelay::start().await;
    let answer = get(relay.address, "/ws", &relay.address.to_string()).await;
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
}

/// hostname(1) tells the addresses of all interfaces but loopback.
#[tokio::test]
async fn a_page_is_told_where_others_open_theirs() {
    let for_others = |config: &mut lab_relay::Config| config.listen = "0.0.0.0:0".parse().unwrap();
    let relay = TestRelay::with(for_others).await;
    let port = relay.address.port();
    let own = std::process::Command::new("hostname").arg("--all-ip-addresses").output().unwrap();
    let own = String::from_utf8(own.stdout).unwrap();
    let v4 = own.split_whitespace().filter(|ip| !ip.contains(':') && !ip.starts_with("169.254."));
    let mut expected: Vec<String> = v4.map(|ip| format!("http://{ip}:{port}/")).collect();
    let mut told = invitation_of(([127, 0, 0, 1], port).into()).await;
    expected.sort();
    told.sort();
    assert_eq!(told, expected);
}

#[tokio::test]
async fn a_page_of_a_relay_on_loopback_invites_nobody() {
    let relay = TestRelay::start().await;
    assert_eq!(invitation_of(relay.address).await, [""; 0]);
}

async fn invitation_of(relay: SocketAddr) -> Vec<String> {
    let mut page = Page::knock_at(relay, &[]).await.unwrap();
    page.say(&hello(PROTOCOL_VERSION, Some("test-token"), 1)).await;
    let Some(lab_shared::wire::ToPage::Hello(welcome)) = page.next().await else {
        panic!("no welcome")
    };
    welcome.invitation
}

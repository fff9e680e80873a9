//! The listener: strangers take no place from a page with the token, and cost little.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use futures_util::{FutureExt as _, SinkExt as _, StreamExt as _};
use lab_relay::Config;
use lab_shared::wire::{PROTOCOL_VERSION, ToPage, close_code};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::interval;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

use crate::common::page::hello;
use crate::common::{Page, TestRelay, get, http, within};

/// The most strangers of a relay for one page; see `relay/src/resources/limits.rs`.
const PLACES: usize = 16;

fn small(config: &mut Config) {
    config.limits.sessions = 1;
}

/// A connection from this address of loopback.
async fn connect_from(last: u8, relay: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind((IpAddr::V4(Ipv4Addr::new(127, 0, 0, last)), 0).into()).unwrap();
    within("a connection", socket.connect(relay)).await.unwrap()
}

/// A connection that is kept alive after the response to a request for `path`.
async fn kept_alive(relay: SocketAddr, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(relay).await.unwrap();
    ask(&mut stream, relay, path).await;
    stream
}

/// Sends a request, and waits for the head of the response, which it returns.
async fn ask(stream: &mut TcpStream, relay: SocketAddr, path: &str) -> String {
    let request = format!("HEAD {path} HTTP/1.1\r\nHost: {relay}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut head = Vec::new();
    let read = async {
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.unwrap());
        }
    };
    within("an answer", read).await;
    String::from_utf8(head).unwrap()
}

/// Waits until the relay has hung up, with the end of the stream or a reset.
async fn hung_up(stream: &mut TcpStream) {
    let ended = async { while matches!(stream.read(&mut [0; 1024]).await, Ok(1..)) {} };
    within("the relay to hang up", ended).await;
}

#[tokio::test]
async fn a_page_with_the_token_comes_in_while_strangers_fill_the_door() {
    let relay = TestRelay::with(small).await;
    let (mut silent, mut mute) = (Vec::new(), Vec::new());
    for at in 0..4 * PLACES {
        // Nothing, half a request, an answered one, an invalid one, and a WebSocket without a hello.
        match at % 5 {
            0 => silent.push(TcpStream::connect(relay.address).await.unwrap()),
            1 => {
                let mut stream = TcpStream::connect(relay.address).await.unwrap();
                stream.write_all(b"GET / HTTP/1.1\r\nX: ").await.unwrap();
                silent.push(stream);
            }
            2 => silent.push(kept_alive(relay.address, "/").await),
            3 => silent.push(kept_alive(relay.address, "/no.such.file").await),
            _ => mute.push(Page::knock(&relay, &[]).await.unwrap()),
        }
    }
    let host = relay.address.to_string();
    let answer = get(relay.address, "/", &host).await;
    assert!(answer.contains("Socket Lab"), "{answer}");
    let mut page = relay.page().await;
    let pair = page.connected().await;
    assert!(get(relay.address, "/healthz", "any.example").await.ends_with("ok\n"));
    // Later strangers do not replace it.
    for _ in 0..2 * PLACES {
        silent.push(kept_alive(relay.address, "/").await);
    }
    page.send(pair.client, b"x").await.unwrap();
    assert_eq!(page.recv(pair.server).await.unwrap(), b"x");
}

#[tokio::test]
async fn a_newcomer_takes_the_place_of_the_oldest_stranger_of_the_most_crowded_address() {
    let relay = TestRelay::with(small).await;
    let mut neighbour = connect_from(2, relay.address).await;
    ask(&mut neighbour, relay.address, "/").await;
    let mut crowd = Vec::new();
    for _ in 0..PLACES {
        let mut stream = connect_from(3, relay.address).await;
        ask(&mut stream, relay.address, "/").await;
        crowd.push(stream);
    }
    hung_up(&mut crowd[0]).await;
    ask(&mut neighbour, relay.address, "/").await;
    for stream in &mut crowd[1..] {
        ask(stream, relay.address, "/").await;
    }
}

#[tokio::test]
async fn a_health_check_takes_no_place() {
    let relay = TestRelay::start().await;
    let mut stream = TcpStream::connect(relay.address).await.unwrap();
    let head = ask(&mut stream, relay.address, "/healthz").await.to_ascii_lowercase();
    assert!(head.contains("connection: close"), "{head}");
    hung_up(&mut stream).await;
}

/// What a stranger may send instead of a hello: its name, its beginning, and what it repeats.
fn floods() -> [(&'static str, Vec<u8>, Vec<u8>); 6] {
    const MASK: [u8; 4] = [0; 4];
    let frame = |head: &[u8], payload: &[u8]| [head, &MASK, payload].concat();
    let half = vec![0x81, 0xff, 0, 0, 0, 0, 0, 0x10, 0, 0, 0, 0, 0, 0];
    [
        ("pings", vec![], frame(&[0x89, 0x80], b"")),
        ("pings with a payload", vec![], frame(&[0x89, 0x80 | 125], &[0; 125])),
        ("pongs", vec![], frame(&[0x8a, 0x80], b"")),
        ("empty fragments", frame(&[0x01, 0x80], b""), frame(&[0x00, 0x80], b"")),
        ("fragments", frame(&[0x01, 0x81], b"x"), frame(&[0x00, 0x81], b"x")),
        ("half a frame", half, b"x".to_vec()),
    ]
}

#[tokio::test]
async fn what_a_stranger_sends_instead_of_a_hello_is_bounded() {
    let patient = |config: &mut Config| config.times.hello = Duration::from_secs(3600);
    let relay = TestRelay::with(patient).await;
    for (what, first, then) in floods() {
        let mut page = Page::knock(&relay, &[]).await.unwrap();
        let stream = page.socket.get_mut();
        stream.write_all(&first).await.unwrap();
        let many = then.repeat(1000);
        // Repeats until the relay has hung up.
        let flood = async { while stream.write_all(&many).await.is_ok() {} };
        within(what, flood).await;
    }
    relay.page().await;
}

#[tokio::test]
async fn the_time_for_a_hello_holds_whatever_arrives_meanwhile() {
    let hurry = |config: &mut Config| config.times.hello = Duration::from_millis(50);
    let relay = TestRelay::with(hurry).await;
    for (what, first, then) in floods() {
        let mut page = Page::knock(&relay, &[]).await.unwrap();
        let stream = page.socket.get_mut();
        stream.write_all(&first).await.unwrap();
        let mut drop_by_drop = interval(Duration::from_millis(1));
        let drops = async {
            while stream.write_all(&then).await.is_ok() {
                drop_by_drop.tick().await;
            }
        };
        within(what, drops).await;
    }
}

#[tokio::test]
async fn a_hello_has_a_bounded_length() {
    let relay = TestRelay::start().await;
    let mut page = Page::knock(&relay, &[]).await.unwrap();
    let long = hello(PROTOCOL_VERSION, Some(&"x".repeat(1_000_000)), 1);
    // Sending it may fail half-way.
    page.push(long.encode()).await;
    let answers = async {
        while let Some(Ok(message)) = page.socket.next().await {
            assert!(!message.is_text(), "an answer to {message:?}");
        }
    };
    within("the relay to hang up", answers).await;
}

#[tokio::test]
async fn the_answer_to_a_wrong_token_waits_and_the_right_one_does_not() {
    let slow = |config: &mut Config| {
        config.times.wrong_token = (Duration::from_secs(3600), Duration::from_secs(3600));
    };
    let relay = TestRelay::with(slow).await;
    let mut guessing = Vec::new();
    for _ in 0..3 {
        let mut page = Page::knock(&relay, &[]).await.unwrap();
        page.say(&hello(PROTOCOL_VERSION, Some("wrong"), 1)).await;
        // A guess does not get its answer sooner by sending more.
        page.socket.send(Message::text("garbage")).await.unwrap();
        guessing.push(page);
    }
    // From the same address.
    let mut page = relay.page().await;
    page.connected().await;
    for page in &mut guessing {
        assert!(page.hear().now_or_never().is_none());
    }
    // The relay does not wait for one that leaves.
    let mut leaving = guessing.remove(0);
    leaving.socket.close(None).await.unwrap();
    assert!(leaving.hear().await.is_none());
}

#[tokio::test]
async fn what_visitors_have_sent_is_counted_and_bounded_and_given_back() {
    let measured = |config: &mut Config| config.metrics = Some("127.0.0.1:0".parse().unwrap());
    let relay = TestRelay::with(measured).await;
    let metrics = relay.metrics.unwrap();
    let held = async || {
        let text = get(metrics, "/metrics", &metrics.to_string()).await;
        let line = text.lines().find(|line| line.contains("{holder=\"visitors\"}")).unwrap();
        line.rsplit_once(' ').unwrap().1.parse::<usize>().unwrap()
    };
    let before = held().await;
    let mut half = Vec::new();
    for _ in 0..10 {
        let mut stream = kept_alive(relay.address, "/").await;
        stream.write_all(b"GET / HTTP/1.1\r\nX: ").await.unwrap();
        stream.write_all(&[b'x'; 10_000]).await.unwrap();
        half.push(stream);
    }
    let counted = async { while held().await < before + 10 * 10_000 {} };
    within("the bytes to be counted", counted).await;
    drop(half);
    let given_back = async { while held().await > before {} };
    within("the bytes to be given back", given_back).await;
}

#[tokio::test]
async fn a_head_has_a_bounded_length() {
    let relay = TestRelay::start().await;
    let host = relay.address;
    let mut stream = kept_alive(host, "/").await;
    let cookies = "c".repeat(12_000);
    let head = format!("GET / HTTP/1.1\r\nHost: {host}\r\nCookie: {cookies}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut status = [0; 12];
    within("an answer", stream.read_exact(&mut status)).await.unwrap();
    assert_ne!(&status, b"HTTP/1.1 431");
    let mut stream = kept_alive(host, "/").await;
    let head = format!("GET / HTTP/1.1\r\nHost: {host}\r\nCookie: {}", "c".repeat(20_000));
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let _ = within("an answer", stream.read_to_end(&mut answer)).await;
    assert!(answer.starts_with(b"HTTP/1.1 431"), "{:?}", String::from_utf8_lossy(&answer));
}

#[tokio::test]
async fn a_head_that_tells_one_thing_twice_or_its_host_not_at_all_is_malformed() {
    let relay = TestRelay::start().await;
    let host = format!("Host: {}\r\n", relay.address);
    let origin = format!("Origin: http://{}\r\n", relay.address);
    let websocket = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    let key = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";
    for (path, headers) in [
        ("/", format!("{host}{host}")),
        ("/", format!("{host}Host: evil.example\r\n")),
        ("/healthz", format!("{host}{host}")),
        ("/", String::new()),
        ("/healthz", String::new()),
        ("/", "Host: a b\r\n".into()),
        ("/", format!("{host}{origin}{origin}")),
        ("/ws", format!("{host}{websocket}{origin}{origin}")),
        ("/ws", format!("{host}{websocket}{origin}Origin: http://evil.example\r\n")),
        ("/ws", format!("{host}{websocket}{key}")),
        ("/ws", format!("{host}{websocket}Sec-WebSocket-Version: 8\r\n")),
        ("/ws", format!("{host}{websocket}Upgrade: h2c\r\n")),
        ("http://evil.example/", host.clone()),
    ] {
        let answer = http::get_with(relay.address, path, &headers).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{path} {headers}: {answer}");
    }
    let whole = format!("http://{}/healthz", relay.address);
    assert!(http::get_with(relay.address, &whole, &host).await.starts_with("HTTP/1.1 200"));
}

/// Closes with this code and returns the code of the relay's Close.
async fn closed_with(page: &mut Page, code: Option<u16>) -> Option<u16> {
    let frame = code.map(|code| CloseFrame { code: code.into(), reason: "".into() });
    // After a violation the relay may have hung up before; its Close is there all the same.
    let _ = page.socket.close(frame).await;
    loop {
        match within("the relay's Close", page.socket.next()).await {
            Some(Ok(Message::Close(frame))) => return frame.map(|frame| frame.code.into()),
            Some(Ok(_)) => {}
            other => panic!("no Close but {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_close_gets_a_close_with_its_code() {
    let relay = TestRelay::start().await;
    for code in [None, Some(1000), Some(1001), Some(close_code::INTERRUPTED), Some(4999)] {
        let mut silent = Page::knock(&relay, &[]).await.unwrap();
        assert_eq!(closed_with(&mut silent, code).await, code, "before a hello");
        let mut page = relay.page().await;
        assert_eq!(closed_with(&mut page, code).await, code, "of a page");
        let mut lasting = Page::lasting(relay.address).await;
        assert_eq!(closed_with(&mut lasting, code).await, code, "of a page that may come back");
        if code == Some(close_code::INTERRUPTED) {
            let again = lasting.return_to_session().await;
            assert!(matches!(again, Some(ToPage::Resumed { .. })), "{again:?}");
        }
    }
}

#[tokio::test]
async fn a_close_after_a_violation_gets_the_relays() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    page.socket.send(Message::text("garbage")).await.unwrap();
    assert_eq!(closed_with(&mut page, Some(1000)).await, Some(close_code::MALFORMED));
    let mut silent = Page::knock(&relay, &[]).await.unwrap();
    silent.socket.send(Message::text("garbage")).await.unwrap();
    assert_eq!(closed_with(&mut silent, Some(1000)).await, Some(close_code::MALFORMED));
    for (what, frame) in [
        ("a reserved opcode", &[0x83, 0x80, 0, 0, 0, 0][..]),
        ("a reserved bit", &[0xc1, 0x80, 0, 0, 0, 0]),
        ("no mask", &[0x81, 0x01, b'x']),
        ("a fragmented ping", &[0x09, 0x80, 0, 0, 0, 0]),
        ("a fragment of nothing", &[0x00, 0x80, 0, 0, 0, 0]),
        ("bytes that are no UTF-8", &[0x81, 0x81, 0, 0, 0, 0, 0xff]),
    ] {
        for mut page in [relay.page().await, Page::knock(&relay, &[]).await.unwrap()] {
            page.socket.get_mut().write_all(frame).await.unwrap();
            assert_eq!(
                closed_with(&mut page, Some(1000)).await,
                Some(close_code::MALFORMED),
                "{what}"
            );
        }
    }
    let mut left = Page::lasting(relay.address).await;
    left.socket.close(None).await.unwrap();
    let again = left.return_to_session().await;
    assert!(!matches!(again, Some(ToPage::Resumed { .. })), "a page that has left is gone");
}

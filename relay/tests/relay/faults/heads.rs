//! A generator of request heads and of WebSocket openings, valid and invalid in every way it knows.
//!
//! The relay answers each or hangs up, never panics, and serves the next visitor as usual.
//! `LAB_ROUNDS` multiplies the heads; the seed of each is its number.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::Program;
use crate::common::{Chance, get, rounds, within};

/// Heads of a normal run: about a second's worth.
const ROUNDS: u64 = 5000;

/// Connections of which each sends the next head when the one before is answered.
const AT_ONCE: u64 = 8;

/// One of these.
fn pick<'a, T: ?Sized>(chance: &mut Chance, choices: &[&'a T]) -> &'a T {
    let count = u64::try_from(choices.len()).unwrap();
    choices[usize::try_from(chance.below(count)).unwrap()]
}

/// A request: mostly a valid one, with up to four changes.
fn request(seed: u64, relay: SocketAddr) -> Vec<u8> {
    // Adjacent seeds would begin alike.
    let chance = &mut Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let method =
        pick(chance, &["GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "CONNECT", "get", ""]);
    let target = pick(
        chance,
        &[
            "/", "/ws", "/ws", "/healthz", "/a.js", "*", "", "//", "/%00", "/../..", "/a b",
            "http:///",
        ],
    );
    let version =
        pick(chance, &["HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTP", ""]);
    let mut lines: Vec<Vec<u8>> = vec![format!("{method} {target} {version}").into()];
    lines.push(format!("Host: {relay}").into());
    if target == "/ws" {
        lines.extend(OPENING.map(|line| line.as_bytes().to_vec()));
    }
    for _ in 0..chance.below(5) {
        change(chance, &mut lines, relay);
    }
    let end = pick(chance, &["\r\n", "\r\n", "\r\n", "\n", "\r", "\r\r\n"]);
    let mut bytes = lines.join(end.as_bytes());
    bytes.extend_from_slice(end.repeat(2).as_bytes());
    match chance.below(8) {
        // Cut off somewhere.
        0 => bytes.truncate(below(chance, bytes.len())),
        // The rest is a body, a frame, or another request.
        1 => bytes.extend((0..chance.below(3000)).map(|_| byte(chance))),
        2 => bytes.extend_from_within(..),
        _ => {}
    }
    bytes
}

/// The header lines of a WebSocket request.
const OPENING: [&str; 4] = [
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
];

/// Header lines that are valid somewhere, or nearly valid.
const LINES: [&str; 22] = [
    "Host: evil.example",
    "Host:",
    "Origin: http://evil.example",
    "Origin: null",
    "Content-Length: 5",
    "Content-Length: -1",
    "Content-Length: 99999999999999999999999",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: chunked, identity",
    "Expect: 100-continue",
    "Connection: close, upgrade, keep-alive",
    "Upgrade: h2c, websocket",
    "Sec-WebSocket-Version: 8",
    "Sec-WebSocket-Key: short",
    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
    "Sec-WebSocket-Protocol: a, b",
    "Accept-Encoding: br;q=NaN, gzip;q=1e9, *;q=-1",
    "If-None-Match: *, \"a\", W/",
    "Range: bytes=5-2",
    "No colon at all",
    ": no name",
    "\u{e9}: \u{e9}",
];

fn change(chance: &mut Chance, lines: &mut Vec<Vec<u8>>, relay: SocketAddr) {
    let at = below(chance, lines.len());
    match chance.below(10) {
        0 => drop(lines.remove(at)),
        1 => lines.push(lines[at].clone()),
        2 => lines.push(pick(chance, &LINES).into()),
        3 => lines.push(format!("Host: {relay}").into()),
        // obs-fold, RFC 9112 §5.2.
        4 => lines.push(b" folded".to_vec()),
        5 => {
            let space: &[u8] = pick(chance, &[&b" "[..], b"\t", b"\0", b"\x0b", b"  :", b"\r"]);
            let place = below(chance, lines[at].len() + 1);
            lines[at].splice(place..place, space.iter().copied());
        }
        6 => {
            let many = chance.below(300);
            lines.extend((0..many).map(|number| format!("X-{number}: x").into()));
        }
        7 => {
            let long = below(chance, 40_000);
            lines[at].extend(std::iter::repeat_n(b'x', long));
        }
        8 => {
            let place = below(chance, lines[at].len());
            if let Some(changed) = lines[at].get_mut(place) {
                *changed = byte(chance);
            }
        }
        _ => lines.swap(at, 0),
    }
    if lines.is_empty() {
        lines.push(Vec::new());
    }
}

fn byte(chance: &mut Chance) -> u8 {
    u8::try_from(chance.below(256)).unwrap()
}

fn below(chance: &mut Chance, limit: usize) -> usize {
    usize::try_from(chance.below(u64::try_from(limit.max(1)).unwrap())).unwrap()
}

/// Sends a head and nothing more, and returns the status of the response; `None` where there is none.
async fn send(bytes: &[u8], relay: SocketAddr) -> Option<u16> {
    let mut stream = TcpStream::connect(relay).await.unwrap();
    // The relay may hang up half-way.
    let _ = stream.write_all(bytes).await;
    let _ = stream.shutdown().await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    let status = answer.strip_prefix(b"HTTP/1.1 ").or(answer.strip_prefix(b"HTTP/1.0 "))?;
    std::str::from_utf8(&status[..3]).unwrap().parse().ok()
}

#[tokio::test]
async fn whatever_head_comes_is_answered_or_hung_up_on_and_the_next_visitor_served() {
    let rounds = rounds(ROUNDS);
    let relay = Program::relay(&["--log", "warn"]).await;
    let (before, address) = (relay.held(), relay.address);
    let mut senders = tokio::task::JoinSet::new();
    for first in 0..AT_ONCE {
        senders.spawn(async move {
            let mut answered = 0;
            for seed in (first..rounds).step_by(usize::try_from(AT_ONCE).unwrap()) {
                let head = request(seed, address);
                let what = format!("the end of head {seed}");
                match within(&what, send(&head, address)).await {
                    Some(101 | 200 | 304 | 400..=499 | 501..=505) => answered += 1,
                    None => {}
                    Some(status) => {
                        panic!("head {seed}: {status} for {:?}", String::from_utf8_lossy(&head))
                    }
                }
            }
            answered
        });
    }
    let answered: u64 = senders.join_all().await.into_iter().sum();
    assert!(answered > rounds / 2, "{answered} of {rounds} were answered");
    let mut page = relay.page().await;
    page.connected().await;
    assert!(get(address, "/", &address.to_string()).await.starts_with("HTTP/1.1 "));
    drop(page);
    relay.gave_back(before).await;
    assert_eq!(relay.log(), "", "a panic would be here");
}

//! Thousands of pages at once, and of strangers.

use std::net::SocketAddr;
use std::sync::Arc;

use lab_shared::wire::DEFAULT_MAX_SESSIONS;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::Program;
use crate::common::{Page, get, within};

/// The number of pages that a relay must support.
const PAGES: usize = 5000;

/// Descriptors a page takes of the relay: its WebSocket and its epoll.
const DESCRIPTORS_PER_PAGE: u64 = 2;

/// Pages whose hello is pending at once: this one process must send all of them in time.
const OPENING: usize = 100;

/// Pages of a class, all behind one address.
const CLASS: usize = 60;

/// Strangers at that address.
const STRANGERS: usize = 1000;

/// Connections that a relay with the default limit of pages accepts; see its listener.
const LET_IN: usize = (DEFAULT_MAX_SESSIONS + 1) * 8;

/// Raises this process's limit, which the relay inherits, and returns the possible number of pages.
fn pages() -> usize {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).unwrap();
    let fit = maximum.map_or(u64::MAX, |most| most.saturating_sub(500) / DESCRIPTORS_PER_PAGE);
    PAGES.min(usize::try_from(fit).unwrap_or(PAGES))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_thousand_pages_are_inside_at_once_and_leave_nothing_behind() {
    let pages = pages();
    let relay = Program::relay(&["--max-sessions", &pages.to_string(), "--log", "warn"]).await;
    let before = relay.held();
    let address = relay.address;
    let opening = Arc::new(Semaphore::new(OPENING));
    let mut coming = JoinSet::new();
    for _ in 0..pages {
        let opening = Arc::clone(&opening);
        coming.spawn(async move {
            let _turn = opening.acquire_owned().await.unwrap();
            let mut page = Page::knock_at(address, &[]).await.unwrap();
            page.hello(1).await;
            page
        });
    }
    let mut inside = coming.join_all().await;
    assert_eq!(inside.len(), pages);
    // The first, the last and one between are still served.
    for at in [0, pages / 2, pages - 1] {
        let [one, other] = inside[at].pair().await.unwrap();
        inside[at].send(one, b"x").await.unwrap();
        assert_eq!(inside[at].recv(other).await.unwrap(), b"x");
    }
    drop(inside);
    relay.gave_back(before).await;
    assert_eq!(relay.log(), "");
}

#[tokio::test]
async fn five_thousand_connections_at_once_harm_nobody_inside() {
    pages();
    let relay = Program::relay(&[]).await;
    let before = relay.held();
    let mut inside = relay.page().await;
    let address = relay.address;
    let mut coming = JoinSet::new();
    for _ in 0..PAGES {
        coming.spawn(TcpStream::connect(address));
    }
    let mut connected = Vec::new();
    // Connections without a place in the relay or in the kernel's queue keep retrying by themselves.
    while connected.len() < LET_IN + LET_IN / 10 {
        let next = within("a connection", coming.join_next()).await.unwrap();
        connected.push(next.unwrap().unwrap());
    }
    let pair = inside.connected().await;
    inside.send(pair.client, b"x").await.unwrap();
    assert_eq!(inside.recv(pair.server).await.unwrap(), b"x");
    coming.shutdown().await;
    drop(connected);
    relay.page().await;
    drop(inside);
    relay.gave_back(before).await;
}

/// A stranger's connection of one of several kinds, which stays open.
async fn stranger(at: usize, relay: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(relay).await.unwrap();
    let request = match at % 4 {
        0 => String::new(),
        1 => "GET / HTTP/1.1\r\nX: ".into(),
        2 => format!("GET /healthz HTTP/1.1\r\nHost: {relay}\r\n\r\n"),
        _ => format!(
            "GET /ws HTTP/1.1\r\nHost: {relay}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        ),
    };
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

#[tokio::test]
async fn a_class_comes_in_beside_a_thousand_strangers_of_its_address() {
    pages();
    let relay = Program::relay(&["--log", "warn"]).await;
    let (before, address) = (relay.held(), relay.address);
    let mut strangers = Vec::new();
    for at in 0..STRANGERS {
        strangers.push(stranger(at, address).await);
    }
    let mut coming = JoinSet::new();
    for _ in 0..CLASS {
        coming.spawn(async move {
            let answer = get(address, "/", &address.to_string()).await;
            assert!(answer.contains("Socket Lab"), "{answer}");
            let mut page = Page::knock_at(address, &[]).await.unwrap();
            page.hello(1).await;
            page
        });
    }
    let mut class = coming.join_all().await;
    for at in 0..STRANGERS {
        strangers.push(stranger(at, address).await);
    }
    for page in &mut class {
        page.tcp().await;
    }
    drop((class, strangers));
    relay.gave_back(before).await;
    assert_eq!(relay.log(), "");
}

#[tokio::test]
async fn half_sent_heads_cost_little_memory() {
    const MAX_KIB: usize = 32 * 1024;
    // All have a place in the listener.
    const HEADS: usize = LET_IN - 8;
    pages();
    let relay = Program::relay(&["--log", "warn"]).await;
    let (before, held) = (relay.resident_kib(), relay.held());
    let head = format!("GET / HTTP/1.1\r\nHost: {}\r\n", relay.address);
    for length in [16_000, 400_000] {
        let half = format!("{head}X: {}", "x".repeat(length));
        let mut half_sent = Vec::new();
        for _ in 0..HEADS {
            let mut stream = TcpStream::connect(relay.address).await.unwrap();
            // Kept alive: a request before it was answered.
            stream.write_all(format!("{head}\r\n").as_bytes()).await.unwrap();
            within("an answer", stream.read_u8()).await.unwrap();
            // The relay hangs up on the long one.
            let _ = stream.write_all(half.as_bytes()).await;
            half_sent.push(stream);
        }
        get(relay.address, "/", &relay.address.to_string()).await;
        let after = relay.resident_kib();
        assert!(after < before + MAX_KIB, "{length}: {before} KiB before, {after} KiB after");
        drop(half_sent);
        relay.gave_back(held).await;
    }
    assert_eq!(relay.log(), "");
}

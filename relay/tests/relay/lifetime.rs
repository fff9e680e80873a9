//! Ends: pages that leave, vanish, fall silent or do not read, and the relay's own end.

use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use lab_shared::call::{Address, Family, MsgFlags, Op, SocketType, Value};
use lab_shared::wire::{Event, Goodbye, MAX_PAYLOAD_BYTES};
use tokio::io::AsyncReadExt as _;
use tokio::net::{TcpListener, TcpStream};

use crate::common::page::recv;
use crate::common::{Page, TestRelay, within};

/// A page with a connection to a socket of the test, which observes its close.
async fn watched(relay: &TestRelay) -> (Page, TcpStream, Address) {
    let mut page = relay.page().await;
    let (listener, _) = page.listener(1).await;
    let address = page.local(listener).await;
    let outside = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let there = Address::inet("127.0.0.1", outside.local_addr().unwrap().port());
    let client = page.tcp().await;
    page.connect(client, &there).await.unwrap();
    let (stream, _) = outside.accept().await.unwrap();
    // A blocked call must not keep its socket alive.
    page.block(client, recv(1)).await;
    page.block(listener, Op::Accept).await;
    (page, stream, address)
}

/// Waits until the relay's end of a connection is closed and its port is free again.
async fn freed(mut stream: TcpStream, address: &Address) {
    let mut rest = Vec::new();
    within("the end of the connection", stream.read_to_end(&mut rest)).await.unwrap();
    let port = u16::try_from(address.port().unwrap()).unwrap();
    let bound = async {
        // The listener is closed at nearly the same time, before or after.
        while TcpListener::bind(("127.0.0.1", port)).await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    within("the port to be free", bound).await;
}

#[tokio::test]
async fn a_page_that_closes_takes_its_sockets_with_it() {
    let relay = TestRelay::start().await;
    let (mut page, stream, address) = watched(&relay).await;
    page.socket.close(None).await.unwrap();
    freed(stream, &address).await;
}

#[tokio::test]
async fn a_page_that_vanishes_takes_its_sockets_with_it() {
    let relay = TestRelay::start().await;
    let (page, stream, address) = watched(&relay).await;
    drop(page);
    freed(stream, &address).await;
}

#[tokio::test]
async fn a_page_that_falls_silent_loses_its_sockets_and_is_told_why() {
    let short = |config: &mut lab_relay::Config| {
        config.times.heartbeat_interval = Duration::from_millis(20);
        config.times.heartbeat_timeout = Duration::from_secs(3);
    };
    let relay = TestRelay::with(short).await;
    let (mut page, stream, address) = watched(&relay).await;
    page.alive = false;
    assert_eq!(page.goodbye().await, Goodbye::Silence);
    freed(stream, &address).await;
}

#[tokio::test]
async fn a_page_that_answers_heartbeats_stays() {
    let short = |config: &mut lab_relay::Config| {
        config.times.heartbeat_interval = Duration::from_millis(50);
        config.times.heartbeat_timeout = Duration::from_secs(3);
    };
    let relay = TestRelay::with(short).await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    // Waits for longer than a page may be silent.
    page.settimeout(pair.client, Some(3.5)).await;
    page.recv(pair.client).await.unwrap_err();
    page.send(pair.client, b"x").await.unwrap();
}

#[tokio::test]
async fn a_page_that_does_not_read_is_given_up_and_costs_no_memory() {
    let short = |config: &mut lab_relay::Config| {
        config.times.heartbeat_timeout = Duration::from_secs(3);
    };
    let relay = TestRelay::with(short).await;
    let (mut page, stream, address) = watched(&relay).await;
    let pair = page.connected().await;
    // Peeking calls each return the same large block, and the page reads none of them.
    let lot = vec![1; MAX_PAYLOAD_BYTES / 4];
    page.send(pair.client, &lot).await.unwrap();
    let op = Op::Recv { bufsize: lot.len() as i64, flags: MsgFlags::PEEK };
    let flood = async {
        for id in 1000..3000 {
            let call = lab_shared::wire::Call {
                id: lab_shared::call::CallId(id),
                socket: Some(pair.server),
                host: None,
                op: op.clone(),
                bytes: bytes::Bytes::new(),
            };
            page.say(&lab_shared::wire::ToRelay::Call(call)).await;
        }
        // Small messages all fit into buffers; the connection stays open until the relay gives up.
        std::future::pending::<()>().await
    };
    tokio::select! {
        () = flood => {}
        () = freed(stream, &address) => {}
    }
}

#[tokio::test]
async fn files_of_unix_sockets_go_with_their_page() {
    let folder = tempfile::tempdir().unwrap();
    let given = folder.path().to_owned();
    let relay = TestRelay::with(|config| config.unix_directory = Some(given)).await;
    let mut page = relay.page().await;
    let socket = page.open_socket(Family::Unix, SocketType::Stream).await;
    page.call(socket, Op::Bind { address: Address::unix("left.sock") }).await.unwrap();
    page.close(socket).await.unwrap();
    let file = folder.path().join("left.sock");
    assert!(file.exists(), "as with any program, close leaves the file");
    drop(page);
    let gone = async {
        while file.exists() {
            tokio::task::yield_now().await;
        }
    };
    within("the file to go", gone).await;
    relay.stopped().await;
    assert!(folder.path().exists(), "the owner's folder stays");
}

#[tokio::test]
async fn a_stopping_relay_tells_its_pages_and_closes_their_sockets() {
    let mut relay = TestRelay::start().await;
    let (mut page, stream, address) = watched(&relay).await;
    relay.stop();
    assert_eq!(page.goodbye().await, Goodbye::Shutdown);
    freed(stream, &address).await;
    relay.stopped().await;
}

#[tokio::test]
async fn a_stopping_relay_does_not_wait_for_a_page_that_does_not_answer() {
    let short = |config: &mut lab_relay::Config| config.times.shutdown = Duration::from_millis(200);
    let relay = TestRelay::with(short).await;
    let (_page, stream, address) = watched(&relay).await;
    let _silent = Page::knock(&relay, &[]).await.unwrap();
    let _nothing = TcpStream::connect(relay.address).await.unwrap();
    let begun = Instant::now();
    relay.stopped().await;
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    freed(stream, &address).await;
}

#[tokio::test]
async fn a_new_session_begins_its_own_clock() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let welcome = page.welcome.clone().unwrap();
    let socket = page.tcp().await;
    page.call(socket, Op::Bind { address: Address::inet("127.0.0.1", 0) }).await.unwrap();
    let waiting = page.start(Some(socket), Op::Accept, b"").await;
    let found = page.wait(waiting).await;
    assert!(found.entered >= welcome.now && found.at.0 < 60_000_000, "{found:?}");
    assert_eq!(welcome.relay, env!("CARGO_PKG_VERSION"));
}

#[tokio::test]
async fn descriptors_of_a_page_are_all_given_back() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let mut inodes = HashSet::new();
    for _ in 0..20 {
        let pair = page.connected().await;
        // A blocked call must not keep its socket.
        page.block(pair.server, recv(1)).await;
        let op = Op::Socket { family: Family::Inet, kind: SocketType::Stream, proto: 0 };
        let id = page.start(None, op, b"").await;
        let Ok(Value::Socket { fileno, .. }) = page.wait(id).await.outcome else {
            panic!("no socket")
        };
        inodes.insert(fs::read_link(format!("/proc/self/fd/{fileno}")).unwrap());
    }
    assert_eq!(open_sockets().intersection(&inodes).count(), 20);
    drop(page);
    let freed = async {
        while !open_sockets().is_disjoint(&inodes) {
            tokio::task::yield_now().await;
        }
    };
    within("the descriptors to be given back", freed).await;
}

/// The open sockets of this process, by their unique inodes.
fn open_sockets() -> HashSet<PathBuf> {
    let entries = fs::read_dir("/proc/self/fd").unwrap();
    entries.filter_map(|entry| fs::read_link(entry.unwrap().path()).ok()).collect()
}

#[tokio::test]
async fn messages_of_one_page_reach_no_other() {
    let relay = TestRelay::start().await;
    let (mut one, mut other) = (relay.page().await, relay.page().await);
    let (listener, _) = one.listener(1).await;
    let failure = other.call(listener, Op::Getsockname).await.unwrap_err();
    assert_eq!(failure.errno.as_deref(), Some("EBADF"), "names are each page's own");
    let socket = other.tcp().await;
    other.call(socket, Op::Bind { address: Address::inet("127.0.0.1", 0) }).await.unwrap();
    match other.event().await {
        Event::Addresses { socket: found, .. } => assert_eq!(found, socket),
        found => panic!("{found:?}"),
    }
}

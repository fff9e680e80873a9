//! How the relay for Windows differs from the one for Linux: as CPython differs there. Each known difference has a test.

mod differences;

use lab_shared::call::{
    Address, Exception, Failure, Family, How, MsgFlags, Op, OptionValue, SocketId, SocketType,
    Value,
};
use lab_shared::errno::{Errno, System};
use lab_shared::kernel::{EndFacts, KernelFacts, TcpState};
use lab_shared::network::{NetworkDenial, NetworkState};
use lab_shared::wire::{Event, ToRelay};

use crate::common::page::recv;
use crate::common::{Page, TestRelay, get};

/// The relay, a page, and proof that it is the one for Windows.
async fn begin() -> (TestRelay, Page) {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let told = page.tcp().await;
    page.close(told).await.unwrap();
    let gone = page.call(told, Op::Listen { backlog: None }).await.unwrap_err();
    assert_eq!(gone.code, Some(10038), "`cargo xtask test --only windows` has a relay for Windows");
    (relay, page)
}

/// The number of a failure, once its words begin as CPython begins them on Windows.
fn number(failure: &Failure) -> i32 {
    let code = failure.code.unwrap();
    assert!(failure.message.starts_with(&format!("[WinError {code}] ")), "{failure}");
    code
}

fn host(address: &Address) -> &str {
    match address {
        Address::Inet { host, .. } | Address::Inet6 { host, .. } => host,
        Address::Unix { .. } => panic!("no address of IP"),
    }
}

#[tokio::test]
#[ignore = "needs the relay for Windows"]
async fn the_relay_answers_over_http() {
    let (relay, _page) = begin().await;
    let health = get(relay.address, "/healthz", &relay.address.to_string()).await;
    assert!(health.starts_with("HTTP/1.1 200"), "{health}");
}

#[tokio::test]
#[ignore = "needs the relay for Windows"]
async fn a_refused_connect_has_the_number_of_windows() {
    let (_relay, mut page) = begin().await;
    let (_deaf, address) = page.refusing().await;
    let client = page.tcp().await;
    let refused = page.connect(client, &address).await.unwrap_err();
    assert_eq!((number(&refused), refused.exception), (10061, Exception::ConnectionRefusedError));
    assert_eq!(refused.errno.as_deref(), Some("ECONNREFUSED"));
    assert_eq!(refused.code.and_then(Errno::from_number), Some(Errno::Econnrefused));
    let client = page.tcp().await;
    let number = page.call(client, Op::ConnectEx { address }).await;
    assert_eq!(number, Ok(Value::Errno(10061)));
}

#[tokio::test]
#[ignore = "needs the relay for Windows"]
async fn what_is_under_way_or_not_there_yet_is_10035() {
    let (_relay, mut page) = begin().await;
    let (_listener, address) = page.listener(5).await;
    let client = page.tcp().await;
    page.call(client, Op::Setblocking { flag: false }).await.unwrap();
    let begun = page.connect(client, &address).await.unwrap_err();
    assert_eq!((number(&begun), begun.exception), (10035, Exception::BlockingIOError));
    let pair = page.connected().await;
    page.call(pair.client, Op::Setblocking { flag: false }).await.unwrap();
    let nothing = page.recv(pair.client).await.unwrap_err();
    assert_eq!((number(&nothing), nothing.exception), (10035, Exception::BlockingIOError));
}

#[tokio::test]
#[ignore = "needs the relay for Windows"]
async fn there_is_no_af_unix() {
    let (_relay, mut page) = begin().await;
    let none = page.try_open(Family::Unix, SocketType::Stream).await.unwrap_err();
    assert_eq!(number(&none), 10047);
    assert_eq!(number(&page.pair().await.unwrap_err()), 10047);
    assert_eq!(page.welcome.unwrap().reach.unix_directory, None);
}

#[tokio::test]
#[ignore = "needs the relay for Windows"]
async fn a_pair_is_a_connection_on_loopback() {
    let (_relay, mut page) = begin().await;
    let op = Op::Socketpair { family: Family::Inet, kind: SocketType::Stream, proto: 0 };
    let id = page.start(None, op, b"").await;
    let Ok(Value::Pair { sockets: [one, other], .. }) = page.wait(id).await.outcome else {
        panic!("no pair");
    };
    page.send(one, b"x").await.unwrap();
    assert_eq!(page.recv(other).await.unwrap(), b"x");
    assert_eq!(page.peer(one).await, page.local(other).await);
}

#[tokio::test]
#[ignore = "needs the relay for Windows"]
async fn a_socket_without_a_name_says_so() {
    let (_relay, mut page) = begin().await;
    let nameless = page.tcp().await;
    assert_eq!(number(&page.call(nameless, Op::Getsockname).await.unwrap_err()), 10022);
}

#[tokio::test]
#[ignore = "needs the relay for Windows"]
async fn a_listener_cannot_be_shut_down() {
    let (_relay, mut page) = begin().await;
    let (listener, _) = page.listener(5).await;
    assert_eq!(number(&page.shutdown(listener, How::Both).await.unwrap_err()), 10057);
}

#[tokio::test]
#[ignore = "needs the relay for Windows"]
async fn a_send_after_the_own_shutdown_is_a_broken_pipe_by_another_number() {
    let (_relay, mut page) = begin().await;
    let pair = page.connected().await;
    page.shutdown(pair.client, How::Write).await.unwrap();
    let broken = page.send(pair.client, b"x").await.unwrap_err();
    assert_eq!((number(&broken), broken.exception), (10058, Exception::BrokenPipeError));
}

#[tokio::test]
#[ignore = "needs the relay for Windows"]
async fn options_and_flags_that_windows_has_not_are_refused() {
    let (_relay, mut page) = begin().await;
    let socket = page.tcp().await;
    // SO_REUSEPORT and TCP_CORK.
    for (level, option) in [(1, 15), (6, 3)] {
        let value = OptionValue::Int(1);
        let refused = page.call(socket, Op::Setsockopt { level, option, value }).await;
        assert_eq!(number(&refused.unwrap_err()), 10042, "{level} {option}");
    }
    let pair = page.connected().await;
    for flags in [MsgFlags::TRUNC, MsgFlags::MORE] {
        let refused = page.call(pair.client, Op::Recv { bufsize: 9, flags }).await;
        assert_eq!(number(&refused.unwrap_err()), 10045, "{flags:?}");
    }
}

#[tokio::test]
#[ignore = "needs the relay for Windows"]
async fn options_keep_their_values_though_their_numbers_differ() {
    let (_relay, mut page) = begin().await;
    let socket = page.tcp().await;
    // SO_REUSEADDR, SO_KEEPALIVE and TCP_NODELAY.
    for (level, option) in [(1, 2), (1, 9), (6, 1)] {
        let value = OptionValue::Int(1);
        page.call(socket, Op::Setsockopt { level, option, value }).await.unwrap();
        let got = page.call(socket, Op::Getsockopt { level, option, buflen: None }).await;
        assert_eq!(got, Ok(Value::OptionInt(1)), "{level} {option}");
    }
    page.linger(socket, 3).await;
    let linger = Op::Getsockopt { level: 1, option: 13, buflen: Some(8) };
    let Ok(Value::OptionBytes(linger)) = page.call(socket, linger).await else {
        panic!("no bytes")
    };
    assert_eq!(linger[..], [1_i32.to_ne_bytes(), 3_i32.to_ne_bytes()].concat());
}

#[tokio::test]
#[ignore = "needs the relay for Windows"]
async fn a_name_that_does_not_resolve_is_11001_with_pythons_words() {
    let (_relay, mut page) = begin().await;
    let client = page.tcp().await;
    let unknown = page.connect(client, &Address::inet("no such name", 80)).await.unwrap_err();
    assert_eq!(unknown.exception, Exception::Gaierror);
    assert_eq!(unknown.message, "[Errno 11001] getaddrinfo failed");
}

#[tokio::test]
#[ignore = "needs the relay for Windows"]
async fn a_wildcard_that_is_for_this_machine_alone_is_loopbacks_address() {
    let (_relay, mut page) = begin().await;
    for (family, wildcard, loopback) in
        [(Family::Inet, "0.0.0.0", "127.0.0.1"), (Family::Inet6, "::", "::1")]
    {
        let listener = page.open_socket(family, SocketType::Stream).await;
        let address = match family {
            Family::Inet6 => Address::inet6(wildcard, 0),
            _ => Address::inet(wildcard, 0),
        };
        page.call(listener, Op::Bind { address }).await.unwrap();
        let bound = page.local(listener).await;
        assert_eq!(host(&bound), loopback, "{wildcard}");
    }
    // And so is that of a socket that the system would bind by itself.
    let (there, to) = page.udp().await;
    let sender = page.open_socket(Family::Inet, SocketType::Dgram).await;
    let op = Op::Sendto { flags: MsgFlags::NONE, address: to };
    page.call_with(sender, op, b"x").await.unwrap();
    assert_eq!(page.recv(there).await.unwrap(), b"x");
    assert_eq!(host(&page.local(sender).await), "127.0.0.1");
}

#[tokio::test]
#[ignore = "needs the relay for Windows"]
async fn networks_of_ones_own_need_linux() {
    let (_relay, page) = begin().await;
    let welcome = page.welcome.unwrap();
    assert_eq!(welcome.system, System::Windows);
    assert_eq!(welcome.networks, NetworkState::Denied(NetworkDenial::System));
}

/// What the kernel tells of a socket that is watched, once its own state is this one.
async fn facts_in(page: &mut Page, watched: SocketId, state: TcpState) -> KernelFacts {
    facts_when(page, watched, |own| own.state == Some(state)).await
}

/// The same, once this is true of its own end.
async fn facts_when(
    page: &mut Page,
    watched: SocketId,
    is: impl Fn(&EndFacts) -> bool,
) -> KernelFacts {
    loop {
        match page.event().await {
            Event::Kernel { socket, facts, .. } if socket == watched && is(&facts.own) => {
                return *facts;
            }
            _ => {}
        }
    }
}

#[tokio::test]
#[ignore = "needs the relay for Windows"]
async fn states_are_told_and_what_the_system_does_not_tell_is_left_out_and_never_zero() {
    let (_relay, mut page) = begin().await;
    let pair = page.connected().await;
    page.say(&ToRelay::Watch { socket: pair.listener, on: true }).await;
    let listening = facts_in(&mut page, pair.listener, TcpState::Listen).await;
    let state = EndFacts { state: Some(TcpState::Listen), ..EndFacts::default() };
    assert_eq!((listening.own, listening.peer), (state, None), "nothing tells its queue");
    assert!(!listening.options.is_empty(), "options are told everywhere");
    page.send(pair.server, b"hello").await.unwrap();
    page.say(&ToRelay::Watch { socket: pair.client, on: true }).await;
    let five = |own: &EndFacts| own.receive.is_some_and(|buffer| buffer.waiting == Some(5));
    let KernelFacts { own, peer, .. } = facts_when(&mut page, pair.client, five).await;
    assert_eq!(own.state, Some(TcpState::Established));
    let (receive, send) = (own.receive.unwrap(), own.send.unwrap());
    assert_eq!((receive.memory, send.memory, send.waiting), (None, None, None));
    assert!(receive.size > Some(0) && send.size > Some(0));
    assert_eq!((own.path, own.drops, own.accept_queue), (None, None, None), "Wine tells no path");
    // Of the other end the table tells, in which Wine names no process; no process is never process 0.
    let told = EndFacts { state: Some(TcpState::Established), ..EndFacts::default() };
    assert_eq!(peer, Some(told.clone()));
    // Who closes with bytes unread resets the connection.
    assert_eq!(page.recv(pair.client).await.unwrap(), b"hello");
    page.shutdown(pair.client, How::Write).await.unwrap();
    let facts = facts_in(&mut page, pair.client, TcpState::FinWait2).await;
    assert_eq!(facts.peer, Some(EndFacts { state: Some(TcpState::CloseWait), ..told }));
    // Who closes first ends in TIME-WAIT, which is seen though the program has closed its socket.
    page.close(pair.client).await.unwrap();
    page.close(pair.server).await.unwrap();
    facts_in(&mut page, pair.client, TcpState::TimeWait).await;
}

#[tokio::test]
#[ignore = "needs the relay for Windows"]
async fn a_datagram_that_is_too_long_for_recv_fails() {
    let (_relay, mut page) = begin().await;
    let (receiver, address) = page.udp().await;
    let sender = page.open_socket(Family::Inet, SocketType::Dgram).await;
    let op = Op::Sendto { flags: MsgFlags::NONE, address };
    page.call_with(sender, op, b"longer").await.unwrap();
    assert_eq!(number(&page.call(receiver, recv(3)).await.unwrap_err()), 10040);
}

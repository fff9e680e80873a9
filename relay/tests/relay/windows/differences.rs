//! The differences of `shared::errno::KNOWN_DIFFERENCES` that take more than one call to see. Wine sends some of them to
//! Linux's kernel, which does as it does: `xtask/src/windows.rs` names those that only a real Windows shows.

use std::time::{Duration, Instant};

use lab_shared::call::{
    Exception, Family, How, MsgFlags, Op, OptionValue, Outcome, SocketId, SocketOption, SocketType,
    Value,
};

use super::{begin, number};
use crate::common::Page;
use crate::common::page::recv;

/// No backlog of Windows is longer, unless it is asked for with SOMAXCONN_HINT.
const LONGEST_BACKLOG: usize = 200;

async fn set(page: &mut Page, socket: SocketId, option: &str) -> Outcome {
    let SocketOption { level, option, .. } = *SocketOption::by_name(option).unwrap();
    page.call(socket, Op::Setsockopt { level, option, value: OptionValue::Int(1) }).await
}

#[tokio::test]
#[ignore = "needs the relay for Windows"]
async fn reuseaddr_takes_a_port_from_a_listener() {
    let (_relay, mut page) = begin().await;
    let (_listener, address) = page.listener(5).await;
    let thief = page.tcp().await;
    set(&mut page, thief, "SO_REUSEADDR").await.unwrap();
    page.call(thief, Op::Bind { address }).await.unwrap();
}

#[tokio::test]
#[ignore = "needs the relay for Windows"]
async fn an_address_can_be_had_exclusively() {
    let (_relay, mut page) = begin().await;
    let owner = page.tcp().await;
    set(&mut page, owner, "SO_EXCLUSIVEADDRUSE").await.unwrap();
    let SocketOption { level, option, .. } = *SocketOption::by_name("SO_EXCLUSIVEADDRUSE").unwrap();
    let got = page.call(owner, Op::Getsockopt { level, option, buflen: None }).await;
    assert_eq!(got, Ok(Value::OptionInt(1)));
    // The one makes no sense with the other, and the system says so.
    assert_eq!(number(&set(&mut page, owner, "SO_REUSEADDR").await.unwrap_err()), 10022);
}

#[tokio::test]
#[ignore = "needs the relay for Windows"]
async fn a_refused_connect_is_tried_for_two_seconds() {
    let (_relay, mut page) = begin().await;
    let (_deaf, address) = page.refusing().await;
    let client = page.tcp().await;
    let begun = Instant::now();
    assert_eq!(number(&page.connect(client, &address).await.unwrap_err()), 10061);
    assert!(begun.elapsed() > Duration::from_secs(1), "{:?}", begun.elapsed());
}

#[tokio::test]
#[ignore = "needs the relay for Windows"]
async fn a_datagram_that_nobody_took_resets_the_receiver() {
    let (_relay, mut page) = begin().await;
    let (gone, address) = page.udp().await;
    page.close(gone).await.unwrap();
    let (sender, _) = page.udp().await;
    let op = Op::Sendto { flags: MsgFlags::NONE, address };
    page.call_with(sender, op, b"x").await.unwrap();
    let reset = page.call(sender, Op::Recvfrom { bufsize: 9, flags: MsgFlags::NONE }).await;
    let reset = reset.unwrap_err();
    assert_eq!((number(&reset), reset.exception), (10054, Exception::ConnectionResetError));
}

#[tokio::test]
#[ignore = "needs the relay for Windows"]
async fn a_non_blocking_listener_hands_that_on() {
    let (_relay, mut page) = begin().await;
    for (seconds, waits) in [(Some(0.0), false), (Some(9.0), true), (None, true)] {
        let (listener, address) = page.listener(5).await;
        let client = page.tcp().await;
        page.connect(client, &address).await.unwrap();
        page.settimeout(listener, seconds).await;
        let accepted = page.accept(listener).await;
        // Python says that it blocks, whatever its descriptor does.
        assert_eq!(page.call(accepted, Op::Gettimeout).await, Ok(Value::Timeout(None)));
        if waits {
            let call = page.block(accepted, recv(9)).await;
            page.cancel(call).await.unwrap_err();
        } else {
            assert_eq!(number(&page.recv(accepted).await.unwrap_err()), 10035);
            page.call(accepted, Op::Setblocking { flag: true }).await.unwrap();
            let call = page.block(accepted, recv(9)).await;
            page.cancel(call).await.unwrap_err();
        }
    }
}

#[tokio::test]
#[ignore = "needs the relay for Windows"]
async fn a_connection_beyond_the_backlog_is_refused() {
    let (_relay, mut page) = begin().await;
    let (_listener, address) = page.listener(1).await;
    for _ in 0..=LONGEST_BACKLOG {
        let client = page.tcp().await;
        if let Err(refused) = page.connect(client, &address).await {
            assert_eq!(number(&refused), 10061);
            return;
        }
    }
    panic!("nobody was refused");
}

#[tokio::test]
#[ignore = "needs the relay for Windows"]
async fn a_recv_after_the_own_shutdown_fails() {
    let (_relay, mut page) = begin().await;
    let pair = page.connected().await;
    page.shutdown(pair.client, How::Read).await.unwrap();
    let over = page.recv(pair.client).await.unwrap_err();
    assert_eq!((number(&over), over.exception), (10058, Exception::BrokenPipeError));
}

#[tokio::test]
#[ignore = "needs the relay for Windows"]
async fn a_call_on_a_closed_socket_is_10038() {
    let (_relay, mut page) = begin().await;
    let closed = page.open_socket(Family::Inet, SocketType::Stream).await;
    page.close(closed).await.unwrap();
    assert_eq!(number(&page.call(closed, Op::Listen { backlog: None }).await.unwrap_err()), 10038);
}

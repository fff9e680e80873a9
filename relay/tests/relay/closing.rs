//! Sockets whose descriptor is closed, and that a call in progress keeps. That such calls end as in
//! CPython is shown by the conformance scripts.

use lab_shared::call::{
    Address, Exception, Failure, Family, Op, PollEvents, Rule, SocketType, Value,
};
use lab_shared::wire::Event;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;

use crate::blocking::{poll, ready};
use crate::common::page::{bytes, recv};
use crate::common::{TestRelay, within};

#[tokio::test]
async fn to_cancel_the_last_call_on_a_closed_socket_closes_it() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    let waiting = page.block(pair.client, recv(9)).await;
    let behind = page.start(Some(pair.client), recv(9), b"").await;
    let polling = page.start(None, poll(&[(pair.client, PollEvents::IN)], None), b"").await;
    page.blocked(polling).await;
    page.close(pair.client).await.unwrap();
    assert_eq!(page.close(pair.client).await.unwrap_err().errno.as_deref(), Some("EBADF"));
    let no_fin = [(pair.server, PollEvents::IN)];
    for id in [waiting, polling, behind] {
        let looking = page.start(None, poll(&no_fin, Some(0.0)), b"").await;
        assert_eq!(ready(&mut page, looking).await, []);
        let failure = page.cancel(id).await.unwrap_err();
        assert_eq!(failure.exception, Exception::KeyboardInterrupt);
    }
    assert_eq!(page.recv(pair.server).await.unwrap(), b"", "it is really closed");
}

#[tokio::test]
async fn a_call_on_a_closed_socket_is_named_by_the_sockets_old_name() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let (listener, address) = page.listener(1).await;
    let waiting = page.block(listener, Op::Accept).await;
    page.close(listener).await.unwrap();
    let client = page.tcp().await;
    assert!(client.0 > listener.0, "the name is not used again");
    page.connect(client, &address).await.unwrap();
    let Ok(Value::Accepted { socket, .. }) = page.wait(waiting).await.outcome else {
        panic!("no connection")
    };
    page.send(socket, b"x").await.unwrap();
    assert_eq!(page.recv(client).await.unwrap(), b"x");
}

#[tokio::test]
async fn sockets_that_calls_keep_count_for_the_pages_limit() {
    let relay = TestRelay::with(|config| config.limits.sockets = 2).await;
    let mut page = relay.page().await;
    let [one, other] = page.pair().await.unwrap();
    let waiting = page.block(one, recv(9)).await;
    page.close(one).await.unwrap();
    let full = Failure::refused(Rule::MaxSockets);
    assert_eq!(page.try_open(Family::Inet, SocketType::Stream).await, Err(full));
    page.send(other, b"x").await.unwrap();
    assert_eq!(bytes(page.wait(waiting).await.outcome).unwrap(), b"x");
    page.tcp().await;
}

#[tokio::test]
async fn a_page_that_leaves_frees_what_its_calls_have_kept() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let outside = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let there = Address::inet("127.0.0.1", outside.local_addr().unwrap().port());
    let client = page.tcp().await;
    page.connect(client, &there).await.unwrap();
    let (mut stream, _) = outside.accept().await.unwrap();
    page.block(client, recv(9)).await;
    page.close(client).await.unwrap();
    page.socket.close(None).await.unwrap();
    let ended = within("the end of the connection", stream.read_to_end(&mut Vec::new())).await;
    assert_eq!(ended.unwrap(), 0);
}

#[tokio::test]
async fn a_socket_that_lingers_makes_the_last_call_wait_and_not_its_close() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    page.linger(pair.client, 20).await;
    let taken = page.fill(pair.client).await;
    let waiting = page.block(pair.client, recv(9)).await;
    page.close(pair.client).await.unwrap();
    page.send(pair.server, b"x").await.unwrap();
    page.local(pair.server).await;
    assert!(page.returned().is_empty(), "close(2) waits for room at the peer");
    page.drain(pair.server, taken).await;
    assert_eq!(page.recv(pair.server).await.unwrap(), b"");
    page.close(pair.server).await.unwrap();
    assert_eq!(bytes(page.wait(waiting).await.outcome).unwrap(), b"x");
    while let Some(event) = page.event_now() {
        let again = matches!(event, Event::Blocked { id, .. } if id == waiting);
        assert!(!again, "that it waits was reported before");
    }
}

//! A page's transfer to a peer outside the relay, whose bytes encode their position.

use lab_shared::call::{Address, CallId, MsgFlags, Op, SocketId, Value};
use lab_shared::wire::{Event, ToPage};
use tokio::io::AsyncReadExt as _;
use tokio::net::{TcpListener, TcpStream};

use crate::common::{Page, within};

/// Bytes of one send.
const CHUNK: usize = 64 * 1024;

/// A page's socket, connected to a socket of the test.
pub(super) async fn meet(page: &mut Page) -> (SocketId, TcpStream) {
    let outside = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let there = Address::inet("127.0.0.1", outside.local_addr().unwrap().port());
    let socket = page.tcp().await;
    page.connect(socket, &there).await.unwrap();
    let (peer, _) = within("the connection", outside.accept()).await.unwrap();
    (socket, peer)
}

/// The returns of the page's sends, and the send that blocks.
pub(super) struct Stuck {
    /// Bytes that were acknowledged.
    pub(super) sent: usize,
    pub(super) waiting: CallId,
}

/// Sends to a peer that does not read, until a send blocks.
pub(super) async fn send_until_stuck(page: &mut Page, socket: SocketId) -> Stuck {
    let mut sent = 0;
    loop {
        let waiting = start_send(page, socket, sent).await;
        match answer(page, waiting).await {
            Some(more) => sent += more,
            None => return Stuck { sent, waiting },
        }
    }
}

/// Starts the next send of a stream, from this position.
pub(super) async fn start_send(page: &mut Page, socket: SocketId, sent: usize) -> CallId {
    page.start(Some(socket), Op::Send { flags: MsgFlags::NONE }, &numbered(sent, CHUNK)).await
}

/// How much a send took; `None` where it blocks.
async fn answer(page: &mut Page, send: CallId) -> Option<usize> {
    loop {
        match page.next().await {
            Some(ToPage::Return(found)) if found.id == send => match found.outcome {
                Ok(Value::Sent(length)) => return Some(length as usize),
                other => panic!("{other:?}"),
            },
            Some(ToPage::Event(Event::Blocked { id, .. })) if id == send => return None,
            Some(ToPage::Return(_) | ToPage::Event(_)) => {}
            other => panic!("no answer but {other:?}"),
        }
    }
}

/// All that a peer receives until the end of its connection.
pub(super) async fn received(mut peer: TcpStream) -> Vec<u8> {
    let mut received = Vec::new();
    within("the end of the transfer", peer.read_to_end(&mut received)).await.unwrap();
    received
}

/// Checks that all acknowledged bytes have arrived, in order.
#[track_caller]
pub(super) fn assert_acknowledged(received: &[u8], sent: usize) {
    assert!(received.len() >= sent, "{sent} bytes were acknowledged, {} came", received.len());
    assert!(received == numbered(0, received.len()), "the bytes are not those that were sent");
}

/// Reads to the end, and checks that all acknowledged bytes have arrived.
pub(super) async fn has_what_was_sent(peer: TcpStream, sent: usize) {
    assert_acknowledged(&received(peer).await, sent);
}

/// Bytes that encode their position in a stream.
pub(super) fn numbered(from: usize, length: usize) -> Vec<u8> {
    (from..from + length).map(|at| (at % 251) as u8).collect()
}

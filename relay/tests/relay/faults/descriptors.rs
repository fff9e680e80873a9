//! The limit of open descriptors is reached.

use std::collections::VecDeque;

use lab_shared::call::{Family, Op, SocketType};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use super::Program;
use crate::common::within;

/// More visitors than descriptors.
const VISITORS: usize = 80;

const FEW: [&str; 2] = ["prlimit", "--nofile=64:64"];

const QUIET: [&str; 3] = ["--form", "compact", "--quiet"];

#[tokio::test]
async fn accept_waits_while_there_is_no_descriptor_and_goes_on_when_there_is() {
    let relay = Program::relay_under(&FEW, "127.0.0.1:0", &[]).await;
    let before = relay.held();
    let mut inside = relay.page().await;
    let mut visitors = Vec::new();
    for _ in 0..VISITORS {
        // The kernel queues them, whatever the relay does.
        visitors.push(TcpStream::connect(relay.address).await.unwrap());
    }
    relay.logs("cannot accept").await;
    let failure = inside.try_open(Family::Inet, SocketType::Stream).await.unwrap_err();
    assert_eq!(failure.errno.as_deref(), Some("EMFILE"), "the page inside is answered");
    drop(visitors);
    relay.logs("accepts connections again").await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    page.send(pair.client, b"x").await.unwrap();
    assert_eq!(page.recv(pair.server).await.unwrap(), b"x");
    drop((page, inside));
    relay.gave_back(before).await;
    assert_eq!(relay.log().matches("panicked").count(), 0, "{}", relay.log());
}

#[tokio::test]
async fn a_page_without_descriptors_left_is_told_so_and_loses_no_connection() {
    let relay = Program::relay_under(&FEW, "127.0.0.1:0", &[]).await;
    let before = relay.held();
    let mut page = relay.page().await;
    let (listener, address) = page.listener(5).await;
    let client = page.tcp().await;
    page.connect(client, &address).await.unwrap();
    page.send(client, b"early").await.unwrap();
    let mut spare = Vec::new();
    let failure = loop {
        match page.try_open(Family::Inet, SocketType::Stream).await {
            Ok(socket) => spare.push(socket),
            Err(failure) => break failure,
        }
        assert!(spare.len() < 64);
    };
    assert_eq!(failure.errno.as_deref(), Some("EMFILE"));
    let failure = page.call(listener, Op::Accept).await.unwrap_err();
    assert_eq!(failure.errno.as_deref(), Some("EMFILE"));
    page.close(spare.pop().unwrap()).await.unwrap();
    let server = page.accept(listener).await;
    assert_eq!(page.recv(server).await.unwrap(), b"early", "the connection had waited");
    drop(page);
    relay.gave_back(before).await;
}

#[tokio::test]
async fn a_room_without_descriptors_left_takes_in_who_waits_when_others_leave() {
    let room = Program::room_under(&FEW, "127.0.0.1:0", &QUIET).await;
    let before = room.held();
    let mut clients = VecDeque::new();
    for _ in 0..VISITORS {
        clients.push_back(TcpStream::connect(room.address).await.unwrap());
    }
    room.logs("cannot accept").await;
    // The first ones are accepted.
    clients.drain(..VISITORS / 2);
    room.logs("accepts connections again").await;
    let mut last = BufReader::new(clients.pop_back().unwrap());
    last.write_all(b"in at last\n").await.unwrap();
    let mut heard = String::new();
    within("the last one to be heard", last.read_line(&mut heard)).await.unwrap();
    assert!(heard.ends_with(" in at last\n"), "{heard:?}");
    drop((clients, last));
    room.gave_back(before).await;
}

//! The program is killed and started again at once on the same port.

use rustix::process::Signal;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use super::Program;
use super::program::COMPACT;
use super::transfer::{has_what_was_sent, meet, send_until_stuck};
use crate::common::within;

#[tokio::test]
async fn a_relay_that_is_killed_starts_again_on_its_port_and_loses_nothing_acknowledged() {
    let mut relay = Program::relay(&[]).await;
    let before = relay.held();
    let mut page = relay.page().await;
    let (socket, peer) = meet(&mut page).await;
    let sent = send_until_stuck(&mut page, socket).await.sent;
    relay.signal(Signal::KILL);
    relay.ended().await;
    // Its page learns that it is gone, perhaps behind the return of the send: the buffers may have grown a little.
    while page.next().await.is_some() {}
    // The page's connection, whose end the relay's kernel has begun, still has the port.
    let again = Program::relay_under(&[], &relay.address.to_string(), &[]).await;
    assert_eq!(again.address, relay.address);
    has_what_was_sent(peer, sent).await;
    let mut page = again.page().await;
    let pair = page.connected().await;
    page.send(pair.client, b"x").await.unwrap();
    assert_eq!(page.recv(pair.server).await.unwrap(), b"x");
    drop(page);
    again.gave_back(before).await;
}

#[tokio::test]
async fn a_room_that_is_killed_opens_again_on_its_port() {
    let mut room = Program::room(&[]).await;
    let before = room.held();
    let mut clients = Vec::new();
    for _ in 0..5 {
        clients.push(TcpStream::connect(room.address).await.unwrap());
        room.line("+ ").await;
    }
    room.signal(Signal::KILL);
    room.ended().await;
    let mut again = Program::room_under(&[], &room.address.to_string(), &COMPACT).await;
    for client in &mut clients {
        let ended = within("the client's end", client.read(&mut [0])).await;
        assert!(matches!(ended, Ok(0)), "{ended:?}");
    }
    let mut client = BufReader::new(TcpStream::connect(again.address).await.unwrap());
    again.line("+ ").await;
    client.write_all(b"here again\n").await.unwrap();
    let mut heard = String::new();
    within("what was said", client.read_line(&mut heard)).await.unwrap();
    assert!(heard.ends_with(" here again\n"), "{heard:?}");
    drop(client);
    again.gave_back(before).await;
}

//! Chat rooms whose clients make them hold as much as they can.

use std::net::SocketAddr;

use futures_util::{StreamExt as _, stream};
use lab_shared::call::Address;
use lab_shared::chat::{Concurrency, Mode, RoomConfig};
use lab_shared::wire::{
    MAX_ROOM_BYTES, MAX_ROOM_CLIENTS, MAX_ROOM_MESSAGE_BYTES, MAX_ROOM_REPLY_BYTES, RoomCommand,
    RoomId, RoomRequest, RoomUpdate, ToPage, ToRelay,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

use super::Program;
use crate::common::{Page, within};

/// Resident memory besides the bytes that are counted: the program's own growth, threads, and the
/// allocator's slack.
const SLACK_KIB: usize = 32 * 1024;

/// The most that may stay resident when all clients have left.
const LEFT_KIB: usize = 16 * 1024;

/// Clients of a room without a page.
const CROWD: usize = 600;

/// The bytes echoed to each client: the kernel keeps about half of them, and a queue the rest.
const ECHOED_BYTES: usize = 2 * 1024 * 1024;

/// Messages that are answered with the longest reply: 64 MiB in all.
const ONE_BYTE_MESSAGES: usize = 16 * 1024;

/// Clients that send at once; bytes in flight take the kernel's memory.
const SENDING: usize = 16;

async fn ask(page: &mut Page, ask: RoomCommand) {
    page.say(&ToRelay::Room(RoomRequest { room: RoomId(1), ask })).await;
}

/// Opens a room on the relay.
async fn open(page: &mut Page, config: RoomConfig) -> Result<SocketAddr, String> {
    ask(page, RoomCommand::Open { address: Address::inet("127.0.0.1", 0), config }).await;
    loop {
        let Some(ToPage::Room(report)) = page.next().await else { continue };
        match report.news {
            RoomUpdate::Opened { address, .. } => return Ok(address.to_string().parse().unwrap()),
            RoomUpdate::Refused(failure) => return Err(failure.to_string()),
            _ => {}
        }
    }
}

/// A client with small kernel buffers, so that unread bytes wait in the room: its receive buffer is
/// small, and so is the room's send buffer, which grows with the segments' size.
async fn client(address: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    socket2::SockRef::from(&socket).set_tcp_mss(536).unwrap();
    within("a connection", socket.connect(address)).await.unwrap()
}

/// Clients that each send `bytes` bytes and read nothing.
async fn silent(address: SocketAddr, clients: usize, bytes: usize) -> Vec<TcpStream> {
    let sending = (0..clients).map(|_| async move {
        let mut client = client(address).await;
        within("the room to read", client.write_all(&vec![b'x'; bytes])).await.unwrap();
        client
    });
    stream::iter(sending).buffer_unordered(SENDING).collect().await
}

#[tokio::test]
async fn a_long_reply_to_every_byte_costs_one_reply_at_a_time() {
    let relay = Program::relay(&[]).await;
    let mut page = relay.page().await;
    let before = relay.resident_kib();
    let replying = |length| RoomConfig {
        max_message: 1,
        queue_bytes: 1024,
        concurrency: Concurrency::All,
        ..RoomConfig::of(Mode::FixedReplies {
            replies: vec!["x".repeat(length)],
            one_exchange: false,
        })
    };
    let refused = open(&mut page, replying(58_000)).await.unwrap_err();
    assert!(refused.contains("a fixed reply is at most 4096 bytes"), "{refused}");
    let address = open(&mut page, replying(MAX_ROOM_REPLY_BYTES)).await.unwrap();
    let silent = silent(address, 1, ONE_BYTE_MESSAGES).await;
    // The room reads one client after the other, so it has read the silent one before.
    let mut other = client(address).await;
    other.write_all(b"x").await.unwrap();
    let mut reply = vec![0; MAX_ROOM_REPLY_BYTES];
    within("a reply", other.read_exact(&mut reply)).await.unwrap();
    let grown = relay.peak_kib().saturating_sub(before);
    assert!(grown < SLACK_KIB, "the relay grew by {grown} KiB");
    drop((page, silent, other));
    relay.shrank_to(before + LEFT_KIB).await;
}

#[tokio::test]
async fn a_room_full_of_clients_that_never_read_holds_no_more_than_it_may() {
    let relay = Program::relay(&[]).await;
    let held = relay.held();
    let mut page = relay.page().await;
    let before = relay.resident_kib();
    let config = RoomConfig { max_message: MAX_ROOM_MESSAGE_BYTES, ..RoomConfig::of(Mode::Echo) };
    let address = open(&mut page, config).await.unwrap();
    let silent = silent(address, MAX_ROOM_CLIENTS, ECHOED_BYTES).await;
    let grown = relay.peak_kib().saturating_sub(before);
    assert!(grown < MAX_ROOM_BYTES / 1024 + SLACK_KIB, "the relay grew by {grown} KiB");
    drop((page, silent));
    relay.gave_back(held).await;
    relay.shrank_to(before + LEFT_KIB).await;
}

#[tokio::test]
async fn a_crowd_that_never_reads_costs_a_room_without_a_page_no_more_than_it_was_given() {
    const ROOM_KIB: usize = 64 * 1024;
    let room_bytes = (ROOM_KIB * 1024).to_string();
    let message = MAX_ROOM_MESSAGE_BYTES.to_string();
    let flags =
        ["--mode", "echo", "--quiet", "--max-message", &message, "--room-bytes", &room_bytes];
    let room = Program::room(&flags).await;
    let held = room.held();
    let before = room.resident_kib();
    let silent = silent(room.address, CROWD, ECHOED_BYTES).await;
    let grown = room.peak_kib().saturating_sub(before);
    assert!(grown < ROOM_KIB + SLACK_KIB, "the room grew by {grown} KiB");
    drop(silent);
    room.gave_back(held).await;
    room.shrank_to(before + LEFT_KIB).await;
}

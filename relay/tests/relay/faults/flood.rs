//! A peer that sends a gigabyte without a newline.

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use super::Program;
use crate::common::within;

const BLOCK: usize = 1 << 20;
const BLOCKS: usize = 1 << 10;

/// Blocks between two lines of those who chat meanwhile.
const ROUND: usize = 64;

/// How much the room may grow: its buffers, and the allocator's slack.
const MOST_KIB: usize = 8 * 1024;

/// The next line a client receives with this ending.
async fn hears(client: &mut BufReader<TcpStream>, ending: &str) {
    let mut line = String::new();
    while !line.trim_end().ends_with(ending) {
        line.clear();
        let length = within("what was said", client.read_line(&mut line)).await.unwrap();
        assert_ne!(length, 0, "the room let a client go");
    }
}

#[tokio::test]
async fn a_gigabyte_without_a_newline_costs_the_room_no_memory_and_nobody_their_lines() {
    let mut room = Program::room(&["--framing", "lines"]).await;
    let before = room.held();
    let mut listener = BufReader::new(TcpStream::connect(room.address).await.unwrap());
    room.line("+ ").await;
    let mut speaker = TcpStream::connect(room.address).await.unwrap();
    room.line("+ ").await;
    let mut flood = TcpStream::connect(room.address).await.unwrap();
    let name = flood.local_addr().unwrap();
    room.line(&format!("+ {name}")).await;
    let resident = room.resident_kib();
    let block = vec![b'x'; BLOCK];
    for written in 0..BLOCKS {
        within("the room to read", flood.write_all(&block)).await.unwrap();
        if written % ROUND == 0 {
            speaker.write_all(format!("after {written}\n").as_bytes()).await.unwrap();
            hears(&mut listener, &format!(" after {written}")).await;
        }
    }
    room.line(&format!("! {name}: ")).await;
    flood.write_all(b"\nback\n").await.unwrap();
    hears(&mut listener, " back").await;
    let grown = room.resident_kib().saturating_sub(resident);
    assert!(grown < MOST_KIB, "the room grew by {grown} KiB");
    drop((listener, speaker, flood));
    room.gave_back(before).await;
}

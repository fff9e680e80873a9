//! The disk of the log is full.

use std::process::Command;

use rustix::process::Signal;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use super::Program;
use super::program::COMPACT;
use crate::common::{get, within};

/// Starts a program whose log goes to a disk without room: every write(2) fails with ENOSPC.
const NO_ROOM_FOR_THE_LOG: [&str; 4] = ["sh", "-c", "exec \"$@\" 2>/dev/full", "sh"];

#[tokio::test]
async fn a_relay_whose_log_has_no_room_goes_on() {
    let starter = &NO_ROOM_FOR_THE_LOG;
    let mut relay = Program::relay_under(starter, "127.0.0.1:0", &["--log", "trace"]).await;
    let before = relay.held();
    for _ in 0..5 {
        // This is logged at every level.
        let answer = get(relay.address, "/", "elsewhere.example").await;
        assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
        let mut page = relay.page().await;
        let pair = page.connected().await;
        page.send(pair.client, b"x").await.unwrap();
        assert_eq!(page.recv(pair.server).await.unwrap(), b"x");
    }
    relay.gave_back(before).await;
    relay.signal(Signal::TERM);
    assert_eq!(relay.ended().await.code(), Some(0));
}

#[tokio::test]
async fn a_room_that_can_say_nothing_still_obeys_its_console() {
    let mut room = Program::room_under(&NO_ROOM_FOR_THE_LOG, "127.0.0.1:0", &COMPACT).await;
    let before = room.held();
    // The console's answer to this cannot be written.
    room.type_line("/framing nonsense").await;
    room.type_line("/framing crlf-lines").await;
    room.line("= framing crlf-lines").await;
    let mut client = BufReader::new(TcpStream::connect(room.address).await.unwrap());
    room.line("+ ").await;
    client.write_all(b"hello\r\n").await.unwrap();
    let mut heard = String::new();
    within("what was said", client.read_line(&mut heard)).await.unwrap();
    assert!(heard.trim_end().ends_with(" hello"), "{heard:?}");
    drop(client);
    room.gave_back(before).await;
    room.type_line("quit").await;
    assert_eq!(room.ended().await.code(), Some(0));
}

#[test]
fn a_program_that_cannot_say_why_it_ends_ends_with_its_exit_code() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let [shell, starter @ ..] = NO_ROOM_FOR_THE_LOG;
    let arguments = [env!("CARGO_BIN_EXE_socket-lab"), "--listen", &address];
    let status = Command::new(shell).args(starter).args(arguments).status().unwrap();
    assert_eq!(status.code(), Some(1));
}

//! The wall clock jumps.
//!
//! libfaketime replaces the program's wall clock and reads the time from a file; the monotonic
//! clock, by which everything waits, is the kernel's own.

use std::fs;
use std::path::{Path, PathBuf};

use lab_shared::call::{Address, Op};
use tempfile::NamedTempFile;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use super::Program;
use crate::common::page::{bytes, recv};
use crate::common::within;

/// Into the past, beyond the epoch's first day, and far into the future.
const JUMPS: [(&str, &str); 4] = [
    ("@2026-06-01 12:00:00", "2026/06/01"),
    ("@2001-02-03 12:00:00", "2001/02/03"),
    ("@1970-01-02 12:00:00", "1970/01/02"),
    ("@2099-12-30 12:00:00", "2099/12/30"),
];

/// The library, wherever this system's architecture has it.
fn library() -> PathBuf {
    let folders = fs::read_dir("/usr/lib").unwrap().map(|folder| folder.unwrap().path());
    folders
        .map(|folder| folder.join("faketime/libfaketimeMT.so.1"))
        .find(|library| library.is_file())
        .expect("libfaketime is needed for this test, of the package faketime")
}

/// The command that starts a program with a clock that the test sets in a file.
fn by_the_clock_in(file: &Path) -> Vec<String> {
    vec![
        "env".into(),
        format!("LD_PRELOAD={}", library().display()),
        format!("FAKETIME_TIMESTAMP_FILE={}", file.display()),
        "FAKETIME_NO_CACHE=1".into(),
        "FAKETIME_DONT_FAKE_MONOTONIC=1".into(),
        "TZ=UTC".into(),
    ]
}

#[tokio::test]
async fn a_room_chats_on_whatever_the_clock_says() {
    let clock = NamedTempFile::new().unwrap();
    fs::write(clock.path(), JUMPS[0].0).unwrap();
    let starter = by_the_clock_in(clock.path());
    let starter: Vec<&str> = starter.iter().map(String::as_str).collect();
    let mut room = Program::room_under(&starter, "127.0.0.1:0", &[]).await;
    let before = room.held();
    let mut client = BufReader::new(TcpStream::connect(room.address).await.unwrap());
    room.line("+ ").await;
    for (time, day) in JUMPS {
        fs::write(clock.path(), time).unwrap();
        client.write_all(format!("{day}\n").as_bytes()).await.unwrap();
        for beginning in [day, day] {
            let mut line = String::new();
            within("the stamp or what was said", client.read_line(&mut line)).await.unwrap();
            assert!(line.starts_with(beginning), "{line:?} on {day}");
        }
    }
    drop(client);
    room.gave_back(before).await;
}

#[tokio::test]
async fn a_page_waits_by_a_clock_that_does_not_jump() {
    let clock = NamedTempFile::new().unwrap();
    fs::write(clock.path(), JUMPS[0].0).unwrap();
    let starter = by_the_clock_in(clock.path());
    let starter: Vec<&str> = starter.iter().map(String::as_str).collect();
    let relay = Program::relay_under(&starter, "127.0.0.1:0", &[]).await;
    let before = relay.held();
    let mut page = relay.page().await;
    let pair = page.connected().await;
    page.settimeout(pair.server, Some(3600.0)).await;
    let waiting = page.block(pair.server, recv(16)).await;
    for (time, day) in JUMPS {
        fs::write(clock.path(), time).unwrap();
        // A refusal is logged, with the time.
        let other = page.tcp().await;
        page.call(other, Op::Bind { address: Address::inet("224.0.0.1", 0) }).await.unwrap_err();
        relay.logs(&day.replace('/', "-")).await;
        assert!(!page.returned().contains(&waiting), "the call still waits on {day}");
    }
    page.send(pair.client, b"in time").await.unwrap();
    let heard = page.wait(waiting).await.outcome;
    assert_eq!(bytes(heard).unwrap(), b"in time");
    drop(page);
    relay.gave_back(before).await;
}

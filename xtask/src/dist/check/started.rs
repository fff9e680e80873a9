//! A program that was just installed: how soon it answers, and its page.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};

use crate::relay::Running;

/// How long any answer may take.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// What the program may take from its start to its first answer.
const READY_WITHIN: Duration = Duration::from_millis(300);

/// A machine that does other work delays some starts, so the quickest of these counts.
const STARTS: usize = 5;

/// Starts a program, and fetches its page. The words follow `--no-browser` and the like.
pub(super) fn fetch(program: &Path, words: &[&str], log: &Path) -> Result<()> {
    let relay = Running::start(program, words, Some(log))?;
    ensure!(!relay.ready.token.is_empty(), "the relay printed no token");
    let page = get(&relay.ready.address, "/")?;
    ensure!(page.starts_with("HTTP/1.1 200"), "the page was refused: {page:.200}");
    ensure!(page.contains("<title>"), "the program has no page inside: {page:.200}");
    Ok(())
}

/// Starts a program several times, and returns the shortest time until it said that it lives.
pub(super) fn soon(program: &Path, log: &Path) -> Result<Duration> {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let begun = Instant::now();
        let words = ["--listen", "127.0.0.1:0", "--no-browser"];
        let relay = Running::start(program, &words, Some(log))?;
        let answer = get(&relay.ready.address, "/healthz")?;
        times.push(begun.elapsed());
        ensure!(answer.starts_with("HTTP/1.1 200"), "the relay is not well: {answer:.200}");
    }
    let best = times.into_iter().min().context("the program was never started")?;
    ensure!(best < READY_WITHIN, "the program took {best:?} to answer, more than {READY_WITHIN:?}");
    Ok(best)
}

fn get(address: &str, path: &str) -> Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(ANSWER_WITHIN))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

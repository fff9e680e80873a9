//! A program that was just installed: how soon it answers, and its page.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};

use crate::dist::http::get;
use crate::dist::release::ARGUMENTS;
use crate::relay::Running;

/// What the program may take from its start to its first answer.
const READY_WITHIN: Duration = Duration::from_millis(300);

/// A machine that does other work delays some starts, so the quickest of these counts.
const STARTS: usize = 5;

/// Starts a program, and fetches its page. The words follow `--no-browser` and the like.
pub(super) fn fetch(program: &Path, words: &[&str], log: &Path) -> Result<()> {
    let relay = Running::start(program, words, Some(log))?;
    ensure!(!relay.ready.token.is_empty(), "the relay printed no token");
    let page = get(&relay.ready.address, "").context("the page was refused")?;
    let page = String::from_utf8_lossy(&page);
    ensure!(page.contains("<title>"), "the program has no page inside: {page:.200}");
    Ok(())
}

/// Starts a program several times, and returns the shortest time until it said that it lives.
pub(super) fn soon(program: &Path, log: &Path) -> Result<Duration> {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let begun = Instant::now();
        let relay = Running::start(program, &ARGUMENTS, Some(log))?;
        get(&relay.ready.address, "healthz").context("the relay is not well")?;
        times.push(begun.elapsed());
    }
    let best = times.into_iter().min().context("the program was never started")?;
    ensure!(best < READY_WITHIN, "the program took {best:?} to answer, more than {READY_WITHIN:?}");
    Ok(best)
}

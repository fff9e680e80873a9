//! Chat rooms: the relay's, CPython's and ncat's side by side.

mod crowd;
mod fan_out;
mod server;

use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::results::Findings;

/// Lines sent beside a client that never reads, before the server counts as not stalling.
const BESIDE_SILENT: u64 = 200_000;

/// The text above the tables.
const PREAMBLE: &str = "\
## Chat rooms

Lines of 64 bytes from some clients to all. The stamped form is the tutorial's, with time and address before each line;
the compact form is compared with `ncat --broker`, which forwards the bytes of each read, unstamped and not to their sender.
A run fails if a line is lost, doubled or out of order.
";

/// One comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Lines at full speed.
    Flood,
    /// Few lines, with their latency and cost.
    Paced,
    /// One client that never reads.
    Silent,
}

impl Part {
    /// All of them, with their names.
    pub(crate) const ALL: [(&str, Self); 3] =
        [("flood", Self::Flood), ("paced", Self::Paced), ("silent", Self::Silent)];
}

/// Runs these parts; `quick` is one short round of each.
pub(crate) fn run(parts: &[Part], quick: bool) -> Result<Findings> {
    let rounds = if quick { 1 } else { 3 };
    let time = Duration::from_secs(if quick { 1 } else { 3 });
    let mut findings = Findings { text: PREAMBLE.to_owned(), goals: Vec::new() };
    for part in parts {
        let found = match part {
            Part::Flood => {
                // CPython alone needs a minute with 500 clients.
                let crowds: &[usize] = if quick { &[10, 100] } else { &[10, 100, 500] };
                crowds.iter().map(|&clients| fan_out::flood(clients, rounds, time)).collect()
            }
            Part::Paced => fan_out::paced(rounds, time).map(|found| vec![found]),
            Part::Silent => fan_out::silent(if quick { BESIDE_SILENT / 2 } else { BESIDE_SILENT })
                .map(|found| vec![found]),
        };
        let found: Vec<Findings> = found.with_context(|| format!("in the chat's {part:?}"))?;
        for Findings { text, goals } in found {
            findings.text += &text;
            findings.goals.extend(goals);
        }
    }
    Ok(findings)
}

//! Chat rooms: the relay's, CPython's and ncat's side by side.

mod crowd;
mod fan_out;
mod server;

use std::time::Duration;

use anyhow::Result;

/// Lines said beside a client that never reads, before it counts as not stalling.
const BESIDE_SILENT: u64 = 200_000;

/// One comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// As many lines as go through.
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

/// Runs a part; `quick` is one short round of it.
pub(crate) fn run(part: Part, quick: bool) -> Result<()> {
    let rounds = if quick { 1 } else { 3 };
    let time = Duration::from_secs(if quick { 1 } else { 3 });
    match part {
        Part::Flood => {
            // CPython alone needs a minute with 500 clients.
            let crowds: &[usize] = if quick { &[10, 100] } else { &[10, 100, 500] };
            crowds.iter().try_for_each(|&clients| fan_out::flood(clients, rounds, time))
        }
        Part::Paced => fan_out::paced(rounds, time),
        Part::Silent => fan_out::silent(if quick { BESIDE_SILENT / 2 } else { BESIDE_SILENT }),
    }
}

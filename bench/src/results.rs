//! A run's results: its tables, and the targets beside the measured values.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::goal::{Goal, goals_table};

/// The text above all results.
const PREAMBLE: &str = "\
# Socket Lab beside its peers

`cargo xtask bench` wrote this. Figures are medians of interleaved rounds, and only ratios within one run are comparable:
server, peers and clients share the machine's cores. What the page itself costs (its size, first paint, frames, memory,
calls from Python) is in [docs/measurements.md](../docs/measurements.md), with its two misses, the size of the first load
and the calls of a Python loop, and why they are missed.
";

/// The results of one group of comparisons.
pub(crate) struct Findings {
    /// A title of the second level, the text, and tables.
    pub(crate) text: String,
    /// Its targets.
    pub(crate) goals: Vec<Goal>,
}

impl Findings {
    /// The results as Markdown, the targets last.
    pub(crate) fn markdown(&self) -> String {
        format!("\n{}{}", self.text, goals_table(&self.goals))
    }
}

/// The heading above all results.
pub(crate) fn heading(machine: &str) -> String {
    format!("{PREAMBLE}\n{machine}")
}

/// Writes the text to `RESULTS.md`.
pub(crate) fn write(text: &str) -> Result<()> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("RESULTS.md");
    fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))
}

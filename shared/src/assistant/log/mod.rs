//! The log: what was sent, received and happened, with filters and exports.

mod entry;
mod export;
mod filter;
mod plot;

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::compose::is_default;

pub use entry::{Entry, EntryKind};
pub use export::{CSV_HEADER, to_csv, to_csv_row, to_json, to_json_lines, to_text};
pub use filter::{Direction, Filter};
pub use plot::{Numbers, NumbersFrom, numbers_to_csv};

/// How the log is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LogSettings {
    /// Most entries; the oldest are dropped.
    #[serde(skip_serializing_if = "is_usual_entries")]
    pub entries: usize,
    /// Most bytes of messages.
    #[serde(skip_serializing_if = "is_usual_bytes")]
    pub bytes: usize,
    /// Whether the page shows times since the begin rather than of the day.
    #[serde(skip_serializing_if = "is_default")]
    pub relative_time: bool,
}

const USUAL_ENTRIES: usize = 100_000;
const USUAL_BYTES: usize = 64 << 20;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_usual_entries(entries: &usize) -> bool {
    *entries == USUAL_ENTRIES
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_usual_bytes(bytes: &usize) -> bool {
    *bytes == USUAL_BYTES
}

impl Default for LogSettings {
    fn default() -> Self {
        Self { entries: USUAL_ENTRIES, bytes: USUAL_BYTES, relative_time: false }
    }
}

/// The entries, bounded in number and bytes.
#[derive(Debug, Clone, Default)]
pub struct Log {
    settings: LogSettings,
    entries: VecDeque<Entry>,
    bytes: usize,
    dropped: u64,
}

impl Log {
    /// An empty log.
    #[must_use]
    pub fn new(settings: LogSettings) -> Self {
        Self { settings, ..Self::default() }
    }

    /// Adds an entry, and drops the oldest where there is no room.
    pub fn push(&mut self, entry: Entry) {
        self.bytes += entry.kind.bytes().len();
        self.entries.push_back(entry);
        while self.entries.len() > self.settings.entries.max(1) || self.bytes > self.settings.bytes
        {
            let Some(oldest) = self.entries.pop_front() else { break };
            self.bytes -= oldest.kind.bytes().len();
            self.dropped += 1;
        }
    }

    /// The entries, the oldest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> + ExactSizeIterator {
        self.entries.iter()
    }

    /// How many were dropped.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// Forgets all entries.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.bytes = 0;
    }
}

#[cfg(test)]
mod tests;

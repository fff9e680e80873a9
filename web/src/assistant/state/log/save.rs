//! The log and what was received, as files.

use lab_shared::assistant::compose::Charset;
use lab_shared::assistant::log::{EntryKind, to_csv, to_json_lines, to_text};

use super::LogModel;
use crate::kit::state::choice::Choice;

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogFile {
    /// A line an entry.
    Text,
    /// An object a line.
    JsonLines,
    /// A table.
    Csv,
    /// The bytes that were received, as they are, one behind the other.
    Received,
}

impl Choice for LogFile {
    fn all() -> Vec<Self> {
        vec![Self::Text, Self::JsonLines, Self::Csv, Self::Received]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::JsonLines => "json",
            Self::Csv => "csv",
            Self::Received => "received",
        }
    }
}

impl LogFile {
    /// What its name ends in.
    #[must_use]
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Self::Text => ".txt",
            Self::JsonLines => ".jsonl",
            Self::Csv => ".csv",
            Self::Received => ".bin",
        }
    }

    #[must_use]
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Text => "text/plain;charset=utf-8",
            Self::JsonLines => "application/jsonl",
            Self::Csv => "text/csv;charset=utf-8",
            Self::Received => "application/octet-stream",
        }
    }

    /// The file of the entries in view.
    #[must_use]
    pub(crate) fn of(self, log: &LogModel, charset: Charset) -> Vec<u8> {
        let entries = log.shown().iter().map(|row| &row.entry);
        match self {
            Self::Text => to_text(entries, charset).into_bytes(),
            Self::JsonLines => to_json_lines(entries, charset).into_bytes(),
            Self::Csv => to_csv(entries, charset).into_bytes(),
            Self::Received => entries
                .filter(|entry| matches!(entry.kind, EntryKind::Received { .. }))
                .flat_map(|entry| entry.kind.bytes())
                .copied()
                .collect(),
        }
    }
}

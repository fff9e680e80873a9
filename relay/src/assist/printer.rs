//! The log on standard error.

use std::collections::HashMap;
use std::iter::once;

use lab_shared::assistant::compose::Charset;
use lab_shared::assistant::log::{Entry, EntryKind, to_csv, to_json_lines, to_text};
use lab_shared::assistant::setup::Setup;
use lab_shared::call::Address;
use serde_json::json;

use super::arguments::PrintFormat;
use crate::logging::say;

/// Writes entries as they come.
#[derive(Debug)]
pub(super) struct Printer {
    format: PrintFormat,
    /// The encoding of each end's messages.
    charsets: HashMap<String, Charset>,
}

impl Printer {
    pub(super) fn new(format: PrintFormat, setup: &Setup) -> Self {
        if format == PrintFormat::Csv {
            say(to_csv([].iter(), Charset::default()).trim_end());
        }
        let charsets = setup.ends.iter().map(|end| (end.name.clone(), end.charset)).collect();
        Self { format, charsets }
    }

    pub(super) fn entry(&self, entry: &Entry) {
        if let Some(line) = self.line(entry) {
            say(line.trim_end_matches(['\r', '\n']));
        }
    }

    fn line(&self, entry: &Entry) -> Option<String> {
        let charset = self.charsets.get(&entry.end).copied().unwrap_or_default();
        let entries = once(entry);
        match self.format {
            PrintFormat::None => None,
            PrintFormat::Events => match entry.kind {
                EntryKind::Sent { .. } | EntryKind::Received { .. } => None,
                _ => Some(to_text(entries, charset)),
            },
            PrintFormat::Text => Some(to_text(entries, charset)),
            PrintFormat::Json => Some(to_json_lines(entries, charset)),
            PrintFormat::Csv => {
                let table = to_csv(entries, charset);
                table.split_once("\r\n").map(|(_, row)| row.to_owned())
            }
        }
    }

    /// Where an end listens or receives.
    pub(super) fn bound(&self, end: &str, address: &Address) {
        match self.format {
            PrintFormat::Events | PrintFormat::Text => say(&format!("{end} is at {address}")),
            PrintFormat::Json => {
                let line = json!({ "what": "bound", "end": end, "address": address.to_string() });
                say(&line.to_string());
            }
            PrintFormat::None | PrintFormat::Csv => {}
        }
    }
}

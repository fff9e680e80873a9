//! The log on standard error.

use std::collections::HashMap;
use std::iter::once;

use lab_shared::assistant::compose::Charset;
use lab_shared::assistant::log::{CSV_HEADER, Entry, EntryKind, to_csv_row, to_json, to_text};
use lab_shared::assistant::setup::Setup;
use lab_shared::call::Address;
use serde_json::{Map, Value, json};

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
        format.begin();
        let charsets = setup.ends.iter().map(|end| (end.name.clone(), end.charset)).collect();
        Self { format, charsets }
    }

    pub(super) fn entry(&self, entry: &Entry) {
        let charset = self.charsets.get(&entry.end).copied().unwrap_or_default();
        self.format.entry(entry, charset, Map::new());
    }

    /// Where an end listens or receives.
    pub(super) fn bound(&self, end: &str, address: &Address) {
        self.format.bound(end, address);
    }
}

impl PrintFormat {
    /// What stands in front of all entries.
    pub(super) fn begin(self) {
        if self == Self::Csv {
            say(CSV_HEADER);
        }
    }

    /// Writes an entry; as JSON with further facts.
    pub(super) fn entry(self, entry: &Entry, charset: Charset, facts: Map<String, Value>) {
        let line = match self {
            Self::None => return,
            Self::Events
                if matches!(entry.kind, EntryKind::Sent { .. } | EntryKind::Received { .. }) =>
            {
                return;
            }
            Self::Events | Self::Text => to_text(once(entry), charset),
            Self::Json => {
                let mut object = to_json(entry, charset);
                for (key, value) in facts {
                    object[key] = value;
                }
                object.to_string()
            }
            Self::Csv => to_csv_row(entry, charset),
        };
        say(line.trim_end_matches(['\r', '\n']));
    }

    /// Where an end or a proxy listens or receives.
    pub(super) fn bound(self, name: &str, address: &Address) {
        match self {
            Self::Events | Self::Text => say(&format!("{name} is at {address}")),
            Self::Json => {
                let line = json!({ "what": "bound", "end": name, "address": address.to_string() });
                say(&line.to_string());
            }
            Self::None | Self::Csv => {}
        }
    }
}

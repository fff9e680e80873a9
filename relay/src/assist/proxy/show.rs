//! The log on standard error, and the recording.

use std::fs::File;
use std::io::Write as _;
use std::time::Duration;

use bytes::Bytes;
use lab_shared::assistant::compose::{Charset, text_view};
use lab_shared::assistant::log::{Entry, EntryKind};
use lab_shared::assistant::proxy::{Direction, Report, Side, Turn};
use lab_shared::call::Address;
use lab_shared::text::to_hex;
use serde_json::{Map, Value};

use crate::assist::arguments::PrintFormat;
use crate::assist_host::Clock;
use crate::assist_host::proxy::{LinkHappening, Observation, Origin, entry_of};
use crate::logging::say;

/// Shows and records what happens.
#[derive(Debug)]
pub(super) struct Show {
    format: PrintFormat,
    record: Option<File>,
    clock: Clock,
}

impl Show {
    pub(super) fn new(format: PrintFormat, record: Option<File>) -> Self {
        format.begin();
        Self { format, record, clock: Clock::start() }
    }

    /// What it wants to be told.
    pub(super) fn observation(&self) -> Observation {
        match self.format {
            PrintFormat::None | PrintFormat::Events if self.record.is_none() => Observation::Events,
            _ => Observation::Everything,
        }
    }

    /// Where a proxy listens.
    pub(super) fn bound(&self, proxy: &str, address: &Address) {
        self.format.bound(proxy, address);
    }

    /// Shows and records what happened to a connection.
    pub(super) fn link(&mut self, origin: &Origin, what: &LinkHappening) {
        let mut facts = Map::from_iter([("connection".to_owned(), origin.connection.into())]);
        if let LinkHappening::Report(at, report) = what {
            if let Report::Received { direction, bytes } = report {
                self.record(origin.connection, *at, *direction, bytes);
            }
            let is_call = matches!(report, Report::Received { .. } | Report::Sent { .. });
            if is_call && self.format == PrintFormat::Events {
                return; // Only the recording wants these.
            }
            facts.extend(facts_of(report, origin.proxy.charset));
        }
        if let Some((side, direction, kind)) = entry_of(origin, what) {
            self.entry(origin, side, direction, kind, facts);
        }
    }

    /// Writes an entry; as JSON with further facts.
    fn entry(
        &self,
        origin: &Origin,
        side: Side,
        direction: Option<Direction>,
        kind: EntryKind,
        facts: Map<String, Value>,
    ) {
        let peer = match side {
            Side::Client => format!("client {}", origin.client),
            Side::Server => format!("server {}", origin.proxy.connect.address()),
        };
        let entry = Entry {
            now: self.clock.now(),
            end: origin.proxy.name.clone(),
            peer: format!("{} {peer}", origin.connection),
            direction,
            kind,
        };
        self.format.entry(&entry, origin.proxy.charset, facts);
    }

    /// Writes what a side has sent to the recording.
    fn record(&mut self, connection: u32, at: Duration, direction: Direction, bytes: &Bytes) {
        let Some(file) = &mut self.record else { return };
        let at = u64::try_from(at.as_millis()).unwrap_or(u64::MAX);
        let turn = Turn { connection, at, direction, bytes: bytes.clone() };
        let mut line = turn.to_line();
        line.push('\n');
        if let Err(error) = file.write_all(line.as_bytes()) {
            say(&format!("socket-lab: the recording cannot be written, and ends here: {error}"));
            self.record = None;
        }
    }
}

/// What JSON tells beside the entry.
fn facts_of(report: &Report, charset: Charset) -> Vec<(String, Value)> {
    let facts = match report {
        Report::Held { number, bytes, .. } => vec![
            ("what", "held".into()),
            ("number", (*number).into()),
            ("hex", to_hex(bytes).into()),
            ("text", text_view(bytes, charset).text.into()),
        ],
        Report::Discarded { .. } => vec![("what", "discarded".into())],
        Report::Unseen { .. } => vec![("what", "unseen".into())],
        _ => Vec::new(),
    };
    facts.into_iter().map(|(name, fact)| (name.to_owned(), fact)).collect()
}

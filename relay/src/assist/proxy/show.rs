//! The log on standard error, and the recording.

use std::fs::File;
use std::io::Write as _;
use std::iter::once;
use std::time::Duration;

use bytes::Bytes;
use lab_shared::assistant::compose::{Charset, text_view};
use lab_shared::assistant::log::{Entry, EntryKind, to_csv, to_json_lines, to_text};
use lab_shared::assistant::proxy::{Direction, Report, Side, Turn};
use lab_shared::call::Address;
use lab_shared::text::to_hex;
use serde_json::{Value, json};

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
        if format == PrintFormat::Csv {
            say(to_csv([].iter(), Default::default()).trim_end());
        }
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
        match self.format {
            PrintFormat::Events | PrintFormat::Text => say(&format!("{proxy} is at {address}")),
            PrintFormat::Json => {
                let address = address.to_string();
                say(&json!({ "what": "bound", "end": proxy, "address": address }).to_string());
            }
            PrintFormat::None | PrintFormat::Csv => {}
        }
    }

    /// Shows and records what happened to a connection.
    pub(super) fn link(&mut self, origin: &Origin, what: &LinkHappening) {
        let mut facts = json!({});
        if let LinkHappening::Report(at, report) = what {
            if let Report::Received { direction, bytes } = report {
                self.record(origin.connection, *at, *direction, bytes);
            }
            let is_call = matches!(report, Report::Received { .. } | Report::Sent { .. });
            if is_call && self.format == PrintFormat::Events {
                return; // Only the recording wants these.
            }
            facts = facts_of(report, origin.proxy.charset);
        }
        if let Some((side, direction, kind)) = entry_of(origin, what) {
            self.entry(origin, side, direction, kind, &facts);
        }
    }

    /// Writes an entry; as JSON with further facts.
    fn entry(
        &self,
        origin: &Origin,
        side: Side,
        direction: Option<Direction>,
        kind: EntryKind,
        facts: &Value,
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
        let charset = origin.proxy.charset;
        let line = match self.format {
            PrintFormat::None => return,
            PrintFormat::Events | PrintFormat::Text => to_text(once(&entry), charset),
            PrintFormat::Json => {
                let line = to_json_lines(once(&entry), charset);
                let mut line: Value = serde_json::from_str(&line).expect("the line is JSON");
                line["connection"] = origin.connection.into();
                for (key, value) in facts.as_object().into_iter().flatten() {
                    line[key] = value.clone();
                }
                line.to_string()
            }
            PrintFormat::Csv => {
                let table = to_csv(once(&entry), charset);
                table.split_once("\r\n").map_or_else(String::new, |(_, row)| row.to_owned())
            }
        };
        say(line.trim_end_matches(['\r', '\n']));
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
fn facts_of(report: &Report, charset: Charset) -> Value {
    match report {
        Report::Held { number, bytes, .. } => json!({
            "what": "held",
            "number": number,
            "hex": to_hex(bytes),
            "text": text_view(bytes, charset).text,
        }),
        Report::Discarded { .. } => json!({ "what": "discarded" }),
        Report::Unseen { .. } => json!({ "what": "unseen" }),
        _ => json!({}),
    }
}

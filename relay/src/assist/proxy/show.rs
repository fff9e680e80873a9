//! The log on standard error, and the recording.

use std::fs::File;
use std::io::Write as _;
use std::iter::once;
use std::time::Duration;

use bytes::Bytes;
use lab_shared::assistant::Wording;
use lab_shared::assistant::compose::text_view;
use lab_shared::assistant::log::{Entry, EntryKind, to_csv, to_json_lines, to_text};
use lab_shared::assistant::proxy::{Direction, ProxySetup, Report, Side, Turn};
use lab_shared::call::Address;
use lab_shared::language::Language;
use lab_shared::text::to_hex;
use serde_json::{Value, json};

use crate::assist::arguments::PrintFormat;
use crate::assist_host::Clock;
use crate::logging::say;

/// Which client of which proxy a report is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin<'a> {
    pub(super) proxy: &'a ProxySetup,
    pub(super) connection: u32,
    pub(super) client: &'a str,
}

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

    /// Whether every receive and send is wanted.
    pub(super) fn is_observer(&self) -> bool {
        self.record.is_some() || !matches!(self.format, PrintFormat::None | PrintFormat::Events)
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

    pub(super) fn opened(&self, origin: &Origin<'_>) {
        self.entry(origin, Side::Client, EntryKind::Opened, json!({}));
    }

    /// The server was not reached.
    pub(super) fn unreachable(&self, origin: &Origin<'_>, why: Wording) {
        self.entry(origin, Side::Server, EntryKind::Closed(why), json!({}));
    }

    pub(super) fn report(&mut self, origin: &Origin<'_>, at: Duration, report: &Report) {
        if let Report::Received { direction, bytes } = report {
            self.record(origin.connection, at, *direction, bytes);
        }
        let is_call = matches!(report, Report::Received { .. } | Report::Sent { .. });
        if is_call && self.format == PrintFormat::Events {
            return; // Only the recording wants these.
        }
        match report {
            Report::Received { direction, bytes } => {
                let kind = match bytes.is_empty() {
                    true => ended("received the end of the stream", "收到流结束"),
                    false => EntryKind::Received { bytes: bytes.clone(), check: None },
                };
                self.entry(origin, direction.source(), kind, going(*direction));
            }
            Report::Sent { direction, bytes } => {
                let kind = match bytes.is_empty() {
                    true => ended("sent the end of the stream", "发出流结束"),
                    false => EntryKind::Sent { bytes: bytes.clone(), computed: Vec::new() },
                };
                self.entry(origin, direction.destination(), kind, going(*direction));
            }
            Report::Held { direction, number, bytes } => {
                let text = text_view(bytes, origin.proxy.charset).text;
                let kind = EntryKind::Refused(Wording::new(
                    format!("held as {number}: {text}"),
                    format!("暂留，编号 {number}：{text}"),
                ));
                let facts = json!({
                    "what": "held",
                    "number": number,
                    "hex": to_hex(bytes),
                    "text": text,
                    "direction": direction,
                });
                self.entry(origin, direction.source(), kind, facts);
            }
            Report::Discarded { direction, bytes } => {
                let kind = EntryKind::Refused(Wording::new(
                    format!("discarded {bytes} bytes"),
                    format!("丢弃了 {bytes} 字节"),
                ));
                let facts = json!({ "what": "discarded", "direction": direction });
                self.entry(origin, direction.source(), kind, facts);
            }
            Report::Refused(why) => {
                say(&format!("socket-lab: {}", why.get(Language::En)));
            }
            Report::Closed(why) => {
                self.entry(origin, Side::Client, EntryKind::Closed(why.clone()), json!({}));
            }
        }
    }

    /// Writes an entry; as JSON with further facts.
    fn entry(&self, origin: &Origin<'_>, side: Side, kind: EntryKind, facts: Value) {
        let peer = match side {
            Side::Client => format!("client {}", origin.client),
            Side::Server => format!("server {}", origin.proxy.connect.address()),
        };
        let entry = Entry {
            now: self.clock.now(),
            end: origin.proxy.name.clone(),
            peer: format!("{} {peer}", origin.connection),
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

fn ended(en: &str, zh: &str) -> EntryKind {
    EntryKind::Closed(Wording::new(en, zh))
}

fn going(direction: Direction) -> Value {
    json!({ "direction": direction })
}

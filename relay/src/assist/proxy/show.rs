//! The log on standard error, and the recording.

use std::fs::File;
use std::io::Write as _;
use std::time::Duration;

use bytes::Bytes;
use lab_shared::assistant::Wording;
use lab_shared::assistant::compose::text_view;
use lab_shared::assistant::log::{Entry, EntryKind};
use lab_shared::assistant::proxy::{Direction, ProxySetup, Report, Side, Turn};
use lab_shared::call::Address;
use lab_shared::language::Language;
use lab_shared::text::to_hex;
use serde_json::{Map, Value, json};

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
        format.begin();
        Self { format, record, clock: Clock::start() }
    }

    /// Whether every receive and send is wanted.
    pub(super) fn is_observer(&self) -> bool {
        self.record.is_some() || !matches!(self.format, PrintFormat::None | PrintFormat::Events)
    }

    /// Where a proxy listens.
    pub(super) fn bound(&self, proxy: &str, address: &Address) {
        self.format.bound(proxy, address);
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
        let mut further = Map::from_iter([("connection".to_owned(), origin.connection.into())]);
        if let Value::Object(facts) = facts {
            further.extend(facts);
        }
        self.format.entry(&entry, origin.proxy.charset, further);
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

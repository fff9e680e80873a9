//! The log as text, JSON lines and CSV; reasons are in English.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::Entry;
use crate::assistant::clock::Now;
use crate::assistant::compose::{Charset, text_view};
use crate::language::Language;
use crate::text::to_hex;

/// A line an entry: time, end, peer, what, and the message as text with escapes.
#[must_use]
pub fn to_text<'a>(entries: impl Iterator<Item = &'a Entry>, charset: Charset) -> String {
    let mut out = String::new();
    for entry in entries {
        let _ =
            write!(out, "{} {} {} {}", time(&entry.now), entry.end, entry.peer, entry.kind.name());
        let message = text_view(entry.kind.bytes(), charset).text;
        for part in [message.as_str(), entry.kind.reason(Language::En)]
            .into_iter()
            .filter(|part| !part.is_empty())
        {
            let _ = write!(out, " {part}");
        }
        out.push('\n');
    }
    out
}

/// An object a line, the message as hex and as text with escapes.
#[must_use]
pub fn to_json_lines<'a>(entries: impl Iterator<Item = &'a Entry>, charset: Charset) -> String {
    let mut out = String::new();
    for entry in entries {
        let _ = writeln!(out, "{}", to_json(entry, charset));
    }
    out
}

/// One of these objects.
#[must_use]
pub fn to_json(entry: &Entry, charset: Charset) -> Value {
    let bytes = entry.kind.bytes();
    let check = match entry.kind {
        super::EntryKind::Received { check, .. } => check,
        _ => None,
    };
    let mut object = json!({
        "time": time(&entry.now),
        "unix_ms": entry.now.unix.as_millis() as u64,
        "end": entry.end,
        "peer": entry.peer,
        "what": entry.kind.name(),
        "hex": to_hex(bytes),
        "text": text_view(bytes, charset).text,
        "check": check,
        "reason": entry.kind.reason(Language::En),
    });
    if let Some(direction) = entry.direction {
        object["direction"] = direction.name().into();
    }
    object
}

/// A table with a row an entry (RFC 4180).
#[must_use]
pub fn to_csv<'a>(entries: impl Iterator<Item = &'a Entry>, charset: Charset) -> String {
    let mut out = format!("{CSV_HEADER}\r\n");
    for entry in entries {
        out += &to_csv_row(entry, charset);
        out += "\r\n";
    }
    out
}

/// The first row of [`to_csv`], without its line ending.
pub const CSV_HEADER: &str = "time,unix_ms,end,peer,what,length,hex,text,reason";

/// An entry's row of [`to_csv`], without its line ending.
#[must_use]
pub fn to_csv_row(entry: &Entry, charset: Charset) -> String {
    let bytes = entry.kind.bytes();
    let fields = [
        time(&entry.now),
        entry.now.unix.as_millis().to_string(),
        entry.end.clone(),
        entry.peer.clone(),
        entry.kind.name().to_owned(),
        bytes.len().to_string(),
        to_hex(bytes),
        text_view(bytes, charset).text,
        entry.kind.reason(Language::En).to_owned(),
    ];
    fields.map(|field| csv_field(&field)).join(",")
}

/// A field in quotes where it needs them. A spreadsheet computes what begins like a formula, so a
/// received message in front of which nothing stands gets an apostrophe.
pub(super) fn csv_field(field: &str) -> String {
    let formula = field.starts_with(['=', '+', '-', '@', '\t']) && field.parse::<f64>().is_err();
    let guard = if formula { "'" } else { "" };
    if field.contains([',', '"', '\r', '\n']) || formula {
        format!("\"{guard}{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

/// Local time with milliseconds.
fn time(now: &Now) -> String {
    let crate::chat::LocalTime { year, month, day, hour, minute, second } = now.local_time;
    let milliseconds = now.milliseconds();
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milliseconds:03}")
}

//! The measures of TCP and the options in force, as words.

use std::net::Ipv4Addr;

use lab_shared::call::{OptionForm, OptionValue, SocketOption};
use lab_shared::kernel::{Figure, OptionFact, PathFacts};

use crate::kit::state::format::{count, duration};

/// The measures that are rows of the table.
pub(crate) const ROWS: [Figure; 9] = [
    Figure::RoundTrip,
    Figure::Timeout,
    Figure::CongestionWindow,
    Figure::Threshold,
    Figure::Unacknowledged,
    Figure::Retransmissions,
    Figure::NotSent,
    Figure::SendWindow,
    Figure::SegmentSize,
];

/// A row's name in the page's markup: Linux's own for it.
#[must_use]
pub(crate) fn row_name(figure: Figure) -> &'static str {
    match figure {
        Figure::RoundTrip => "rtt",
        Figure::Timeout => "rto",
        Figure::CongestionWindow => "cwnd",
        Figure::Threshold => "ssthresh",
        Figure::Unacknowledged => "unacked",
        Figure::Retransmissions => "retransmits",
        Figure::NotSent => "not-sent",
        Figure::SendWindow => "window",
        Figure::SegmentSize => "mss",
        _ => "",
    }
}

/// A row's value, with its unit where one is needed: bytes where the system counts no segments. `None` where there is none.
#[must_use]
pub(crate) fn row_value(figure: Figure, path: &PathFacts) -> Option<String> {
    let bytes = |number: u32| format!("{} B", count(u64::from(number)));
    let segments = |segments: Option<u32>, in_bytes: Option<u32>| {
        segments.map(|number| number.to_string()).or(in_bytes.map(bytes))
    };
    match figure {
        Figure::RoundTrip => {
            let time = duration(path.rtt.filter(|time| *time > 0)?.into());
            Some(match path.rttvar {
                Some(variation) => format!("{time} ± {}", duration(variation.into())),
                None => time,
            })
        }
        Figure::Timeout => path.rto.map(|time| duration(time.into())),
        Figure::CongestionWindow => segments(path.cwnd, path.cwnd_bytes),
        Figure::Threshold => segments(path.ssthresh, path.ssthresh_bytes),
        Figure::Unacknowledged => segments(path.unacked, path.unacked_bytes),
        Figure::Retransmissions => {
            let all = segments(path.retransmitted, path.retransmitted_bytes)?;
            Some(format!("{} / {all}", said(path.retransmits.map(|times| times.to_string()))))
        }
        Figure::NotSent => path.not_sent.map(bytes),
        Figure::SendWindow => path.send_window.map(bytes),
        Figure::SegmentSize => {
            let sent = count(path.send_mss?.into());
            Some(format!("{sent} / {}", said(path.receive_mss.map(bytes))))
        }
        _ => None,
    }
}

/// A part of a value that may be missing.
fn said(part: Option<String>) -> String {
    part.unwrap_or_else(|| "–".into())
}

/// One option in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OptionView {
    /// Python's name for it.
    pub name: &'static str,
    pub value: String,
    /// Whether it is on, or a number other than 0.
    pub set: bool,
}

/// The options that the lab knows by name.
#[must_use]
pub(crate) fn options(facts: &[OptionFact]) -> Vec<OptionView> {
    let view = |fact: &OptionFact| {
        let SocketOption { name, form, .. } = *SocketOption::find(fact.level, fact.option)?;
        let (value, set) = match &fact.value {
            OptionValue::Int(number) => (number.to_string(), *number != 0),
            OptionValue::Bytes(bytes) => structure(form, bytes)
                .unwrap_or_else(|| (format!("{bytes:02x?}"), bytes.iter().any(|b| *b != 0))),
            OptionValue::Null(_) => return None,
        };
        Some(OptionView { name, value, set })
    };
    facts.iter().filter_map(view).collect()
}

/// What a structure holds, and whether that is a setting.
fn structure(form: OptionForm, bytes: &[u8]) -> Option<(String, bool)> {
    match form {
        OptionForm::Linger => linger(bytes),
        OptionForm::Name => {
            let name = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
            Some((String::from_utf8_lossy(name).into_owned(), !name.is_empty()))
        }
        OptionForm::Interface => {
            let address = Ipv4Addr::from(<[u8; 4]>::try_from(bytes).ok()?);
            Some((address.to_string(), !address.is_unspecified()))
        }
        OptionForm::Int | OptionForm::TcpInfo | OptionForm::Group | OptionForm::Group6 => None,
    }
}

/// `struct linger` of socket(7): whether on, and seconds.
fn linger(bytes: &[u8]) -> Option<(String, bool)> {
    let number = |at: usize| Some(i32::from_ne_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let (on, seconds) = (number(0)?, number(4)?);
    (bytes.len() == 8).then(|| (format!("{on}, {seconds} s"), on != 0))
}

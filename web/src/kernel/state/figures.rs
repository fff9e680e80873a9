//! TCP_INFO's measures and the options in force, as words.

use std::net::Ipv4Addr;

use lab_shared::call::{OptionForm, OptionValue, SocketOption};
use lab_shared::kernel::{OptionFact, PathFacts};

use crate::kit::state::format::{count, duration};

/// One measure of a connection's path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Figure {
    /// Round-trip time and its variation.
    RoundTrip,
    /// Time until a segment is retransmitted.
    Timeout,
    CongestionWindow,
    /// Slow start threshold.
    Threshold,
    /// Segments not yet acknowledged.
    Unacknowledged,
    /// Retransmissions: of the same segment in a row, and in all.
    Retransmissions,
    /// Bytes not sent yet.
    NotSent,
    /// The window the peer has advertised.
    SendWindow,
    /// Maximum segment sizes: sent and received.
    SegmentSize,
}

impl Figure {
    /// Every measure.
    pub(crate) const ALL: [Self; 9] = [
        Self::RoundTrip,
        Self::Timeout,
        Self::CongestionWindow,
        Self::Threshold,
        Self::Unacknowledged,
        Self::Retransmissions,
        Self::NotSent,
        Self::SendWindow,
        Self::SegmentSize,
    ];

    /// Its name in the page's markup: the kernel's own for it.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::RoundTrip => "rtt",
            Self::Timeout => "rto",
            Self::CongestionWindow => "cwnd",
            Self::Threshold => "ssthresh",
            Self::Unacknowledged => "unacked",
            Self::Retransmissions => "retransmits",
            Self::NotSent => "not-sent",
            Self::SendWindow => "window",
            Self::SegmentSize => "mss",
        }
    }

    /// Its value, with its unit where one is needed.
    #[must_use]
    pub(crate) fn value(self, path: &PathFacts) -> Option<String> {
        let bytes = |number: u32| format!("{} B", count(u64::from(number)));
        Some(match self {
            Self::RoundTrip if path.rtt == 0 => return None,
            Self::RoundTrip => {
                format!("{} ± {}", duration(path.rtt.into()), duration(path.rttvar.into()))
            }
            Self::Timeout => duration(path.rto.into()),
            Self::CongestionWindow => path.cwnd.to_string(),
            Self::Threshold => path.ssthresh?.to_string(),
            Self::Unacknowledged => path.unacked.to_string(),
            Self::Retransmissions => format!("{} / {}", path.retransmits, path.retransmitted),
            Self::NotSent => bytes(path.not_sent),
            Self::SendWindow => bytes(path.send_window?),
            Self::SegmentSize => {
                format!("{} / {}", count(path.send_mss.into()), bytes(path.receive_mss))
            }
        })
    }
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

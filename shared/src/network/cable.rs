//! Cables, and what they do to the packets that pass.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{HostName, PacketKind};
use crate::call::Micros;

/// Identifies one cable of a network, in the order of the network's cables. A cable to a switch has the place of
/// its host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CableId(pub u8);

/// One of the two directions of a cable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// From end `a` to end `b`.
    Forth,
    /// From end `b` to end `a`.
    Back,
}

impl Way {
    /// Both of them.
    pub const BOTH: [Self; 2] = [Self::Forth, Self::Back];

    /// The opposite way.
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Self::Forth => Self::Back,
            Self::Back => Self::Forth,
        }
    }
}

/// What a cable is plugged into.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CableEnd {
    /// A host.
    Host(HostName),
    /// The switch of the network.
    Switch,
}

/// A part of a whole, in millionths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Share(u32);

/// A share of more than everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a share is at most {} millionths", Share::ALL.0)]
pub struct ShareError;

impl Share {
    /// Nothing of it.
    pub const NONE: Self = Self(0);
    /// All of it.
    pub const ALL: Self = Self(1_000_000);

    /// A share of so many millionths.
    ///
    /// # Errors
    /// There are more than a million.
    pub fn millionths(count: u32) -> Result<Self, ShareError> {
        if count <= Self::ALL.0 { Ok(Self(count)) } else { Err(ShareError) }
    }

    /// How many millionths.
    #[must_use]
    pub fn in_millionths(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for Share {
    type Error = ShareError;

    fn try_from(count: u32) -> Result<Self, Self::Error> {
        Self::millionths(count)
    }
}

impl From<Share> for u32 {
    fn from(share: Share) -> Self {
        share.0
    }
}

/// Which packets a cable loses by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Loss {
    /// None.
    #[default]
    Never,
    /// Each packet with this probability.
    Random(Share),
    /// Those marked in a pattern.
    Pattern(LossPattern),
}

/// A row of packets that is repeated for ever: `.` passes, `x` is lost. So `..x` loses every third.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LossPattern(String);

/// What is wrong with a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a pattern is 1 to {} of the characters . and x", LossPattern::MAX_LENGTH)]
pub struct LossPatternError;

impl LossPattern {
    /// Most packets in a pattern.
    pub const MAX_LENGTH: usize = 64;

    /// The pattern, checked.
    ///
    /// # Errors
    /// It is empty, too long, or has other characters.
    pub fn new(pattern: impl Into<String>) -> Result<Self, LossPatternError> {
        let pattern = pattern.into();
        let formed = (1..=Self::MAX_LENGTH).contains(&pattern.len())
            && pattern.bytes().all(|byte| matches!(byte, b'.' | b'x'));
        if formed { Ok(Self(pattern)) } else { Err(LossPatternError) }
    }

    /// Whether the packet with this number is lost; the first is number 0.
    #[must_use]
    pub fn loses(&self, packet: u64) -> bool {
        let at = packet % self.0.len() as u64;
        self.0.as_bytes()[usize::try_from(at).unwrap_or(0)] == b'x'
    }
}

impl fmt::Display for LossPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for LossPattern {
    type Error = LossPatternError;

    fn try_from(pattern: String) -> Result<Self, Self::Error> {
        Self::new(pattern)
    }
}

impl From<LossPattern> for String {
    fn from(pattern: LossPattern) -> Self {
        pattern.0
    }
}

/// What one way of a cable does to the packets that pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Impairment {
    /// How long each packet travels, in microseconds.
    pub delay: Micros,
    /// Most that a packet's travel differs from `delay`, to either side, in microseconds. Jitter alone reorders nothing.
    pub jitter: Micros,
    /// Which packets are lost.
    pub loss: Loss,
    /// Which part of the packets arrives twice.
    pub duplicate: Share,
    /// Which part of the packets skips the delay, and so arrives before those that were sent earlier.
    pub reorder: Share,
    /// Bits a second, counted from the IP header on; `None` is as fast as the relay can.
    pub rate: Option<u64>,
    /// Packets that may wait for their turn at that rate; further ones are lost.
    pub queue: u16,
}

impl Impairment {
    /// Longest delay, and longest jitter: one minute.
    pub const MAX_DELAY: Micros = Micros(60_000_000);
    /// Least rate: one byte in eight seconds would be no cable.
    pub const MIN_RATE: u64 = 1_000;
    /// Most packets in a queue.
    pub const MAX_QUEUE: u16 = 1_000;

    /// The nearest that a cable can do.
    #[must_use]
    pub fn within_limits(self) -> Self {
        Self {
            delay: self.delay.min(Self::MAX_DELAY),
            jitter: self.jitter.min(self.delay.min(Self::MAX_DELAY)),
            rate: self.rate.map(|rate| rate.max(Self::MIN_RATE)),
            queue: self.queue.clamp(1, Self::MAX_QUEUE),
            ..self
        }
    }
}

impl Default for Impairment {
    /// A perfect cable.
    fn default() -> Self {
        Self {
            delay: Micros(0),
            jitter: Micros(0),
            loss: Loss::Never,
            duplicate: Share::NONE,
            reorder: Share::NONE,
            rate: None,
            queue: 100,
        }
    }
}

/// The next packets of a kind that a cable loses because a person asked for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArmedDrop {
    /// Of which kind.
    pub kind: PacketKind,
    /// How many are still to be lost.
    pub left: u32,
}

/// One way of a cable.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// What it does to packets.
    pub impairment: Impairment,
    /// What it loses next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub armed: Option<ArmedDrop>,
}

/// A cable as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CableView {
    /// Which one.
    pub id: CableId,
    /// One end.
    pub a: CableEnd,
    /// The other.
    pub b: CableEnd,
    /// The way from `a` to `b`.
    pub forth: Line,
    /// The way from `b` to `a`.
    pub back: Line,
    /// Whether it is cut, so that nothing passes. The hosts are not told.
    pub cut: bool,
}

impl CableView {
    /// One of its ways.
    #[must_use]
    pub fn line(&self, way: Way) -> &Line {
        match way {
            Way::Forth => &self.forth,
            Way::Back => &self.back,
        }
    }

    /// The same, to be changed.
    pub fn line_mut(&mut self, way: Way) -> &mut Line {
        match way {
            Way::Forth => &mut self.forth,
            Way::Back => &mut self.back,
        }
    }

    /// Where packets that go this way come from.
    #[must_use]
    pub fn source(&self, way: Way) -> &CableEnd {
        match way {
            Way::Forth => &self.a,
            Way::Back => &self.b,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_repeated() {
        let pattern = LossPattern::new("..x").unwrap();
        let lost: Vec<u64> = (0..9).filter(|&packet| pattern.loses(packet)).collect();
        assert_eq!(lost, [2, 5, 8]);
        for wrong in ["", "...y", &".".repeat(65)] {
            assert!(LossPattern::new(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_no_cable_can_do_is_brought_within_limits() {
        let asked = Impairment {
            delay: Micros(u64::MAX),
            jitter: Micros(u64::MAX),
            rate: Some(1),
            queue: 0,
            ..Impairment::default()
        };
        let set = asked.within_limits();
        assert_eq!((set.delay, set.jitter), (Impairment::MAX_DELAY, Impairment::MAX_DELAY));
        assert_eq!((set.rate, set.queue), (Some(Impairment::MIN_RATE), 1));
        let short = Impairment { delay: Micros(5), jitter: Micros(9), ..Impairment::default() };
        assert_eq!(short.within_limits().jitter, Micros(5), "nothing arrives before it was sent");
    }

    #[test]
    fn an_impairment_is_written_in_part() {
        let read: Impairment =
            serde_json::from_str(r#"{"delay": 20000, "loss": {"random": 100000}}"#).unwrap();
        assert_eq!(read.delay, Micros(20_000));
        assert_eq!(read.loss, Loss::Random(Share::millionths(100_000).unwrap()));
        assert_eq!(read.queue, 100);
        assert!(serde_json::from_str::<Impairment>(r#"{"loss": {"random": 1000001}}"#).is_err());
    }
}

//! The faults of one direction, by Toxiproxy's names and in its units.

use std::num::{NonZeroU32, NonZeroU64};

use serde::{Deserialize, Serialize};

use crate::assistant::compose::is_default;

/// What goes wrong in one direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fault {
    /// Each receive, or datagram, arrives later. Its order is kept.
    Latency {
        /// In milliseconds.
        latency: u32,
        /// Up to how many milliseconds it is longer or shorter.
        #[serde(default, skip_serializing_if = "is_default")]
        jitter: u32,
    },
    /// Bytes arrive no faster than this.
    Bandwidth {
        /// In thousands of bytes a second.
        rate: NonZeroU32,
    },
    /// Bytes are sent in small pieces, so a message is received in several.
    Slicer {
        /// Bytes of a piece.
        average_size: NonZeroU32,
        /// Up to how many bytes a piece is larger or smaller.
        #[serde(default, skip_serializing_if = "is_default")]
        size_variation: u32,
        /// Microseconds behind each piece.
        #[serde(default, skip_serializing_if = "is_default")]
        delay: u32,
    },
    /// The connection closes behind this many bytes.
    LimitData {
        /// Counted from when the faults were set.
        bytes: u64,
    },
    /// No byte arrives, and the connection closes at last.
    Timeout {
        /// Milliseconds from when the faults were set; 0 is never.
        timeout: u32,
    },
    /// The end of the stream arrives later than its last byte.
    SlowClose {
        /// In milliseconds.
        delay: u32,
    },
    /// No byte arrives, and both connections are reset.
    ResetPeer {
        /// Milliseconds from the first byte, or from the end of the stream.
        #[serde(default, skip_serializing_if = "is_default")]
        timeout: u32,
    },
    /// Datagrams are lost.
    Loss {
        /// How many.
        percent: Percent,
    },
    /// Datagrams arrive twice.
    Duplicate {
        /// How many.
        percent: Percent,
    },
    /// Datagrams arrive behind the next one.
    Reorder {
        /// How many.
        percent: Percent,
        /// The most milliseconds that one waits for the next.
        #[serde(default = "reorder_wait")]
        wait: NonZeroU64,
    },
}

fn reorder_wait() -> NonZeroU64 {
    NonZeroU64::new(100).expect("not zero")
}

impl Fault {
    /// Its name in setups and commands.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Latency { .. } => "latency",
            Self::Bandwidth { .. } => "bandwidth",
            Self::Slicer { .. } => "slicer",
            Self::LimitData { .. } => "limit_data",
            Self::Timeout { .. } => "timeout",
            Self::SlowClose { .. } => "slow_close",
            Self::ResetPeer { .. } => "reset_peer",
            Self::Loss { .. } => "loss",
            Self::Duplicate { .. } => "duplicate",
            Self::Reorder { .. } => "reorder",
        }
    }

    /// Whether it makes sense for byte streams.
    #[must_use]
    pub fn is_for_streams(&self) -> bool {
        !matches!(self, Self::Loss { .. } | Self::Duplicate { .. } | Self::Reorder { .. })
    }

    /// Whether it makes sense for datagrams.
    #[must_use]
    pub fn is_for_datagrams(&self) -> bool {
        !self.is_for_streams() || matches!(self, Self::Latency { .. } | Self::Bandwidth { .. })
    }
}

/// A share of a hundred, to the thousandth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Percent(u32);

impl Percent {
    /// A hundred of a hundred.
    pub const ALL: Self = Self(100_000);

    /// Thousandths of a percent.
    #[must_use]
    pub fn thousandths(self) -> u32 {
        self.0
    }
}

impl TryFrom<f64> for Percent {
    type Error = String;

    fn try_from(percent: f64) -> Result<Self, String> {
        if !(0.0..=100.0).contains(&percent) {
            return Err(format!("{percent} is no percentage; write a number from 0 to 100"));
        }
        Ok(Self((percent * 1000.0).round() as u32))
    }
}

impl From<Percent> for f64 {
    fn from(percent: Percent) -> Self {
        Self::from(percent.0) / 1000.0
    }
}

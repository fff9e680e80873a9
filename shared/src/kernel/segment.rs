//! One captured TCP segment: RFC 9293 §3.1.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::call::{Address, Micros};

/// Whether the relay can capture segments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaptureState {
    /// Its owner did not request it (`--capture`).
    #[default]
    Off,
    /// Its owner requested it, and the kernel refuses: it needs CAP_NET_RAW.
    Denied,
    /// The segments of watched sockets are shown.
    Available,
}

/// The control bits of a TCP header, in their order on the wire.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TcpFlags(pub u8);

impl TcpFlags {
    /// No more bytes from the sender.
    pub const FIN: Self = Self(0x01);
    /// Opens the connection.
    pub const SYN: Self = Self(0x02);
    /// Resets the connection.
    pub const RST: Self = Self(0x04);
    /// The receiver should deliver the bytes without waiting for more.
    pub const PSH: Self = Self(0x08);
    /// The acknowledgment number is valid.
    pub const ACK: Self = Self(0x10);
    /// The urgent pointer is valid.
    pub const URG: Self = Self(0x20);
    /// Echo of congestion, RFC 3168.
    pub const ECE: Self = Self(0x40);
    /// Congestion window reduced, RFC 3168.
    pub const CWR: Self = Self(0x80);

    const NAMES: [(Self, &str); 8] = [
        (Self::FIN, "FIN"),
        (Self::SYN, "SYN"),
        (Self::RST, "RST"),
        (Self::PSH, "PSH"),
        (Self::ACK, "ACK"),
        (Self::URG, "URG"),
        (Self::ECE, "ECE"),
        (Self::CWR, "CWR"),
    ];

    /// Whether all of these are set.
    #[must_use]
    pub fn contains(self, flags: Self) -> bool {
        self.0 & flags.0 == flags.0
    }

    /// The names of those that are set, from the lowest bit.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::NAMES.into_iter().filter(move |(flag, _)| self.contains(*flag)).map(|(_, name)| name)
    }
}

/// One segment. On loopback the kernel does not split large ones, so one may carry far more than
/// the MSS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// When the kernel passed it on.
    pub at: Micros,
    /// Its sender.
    pub source: Address,
    /// To whom.
    pub destination: Address,
    /// Its control bits.
    pub flags: TcpFlags,
    /// Sequence number as on the wire.
    pub sequence: u32,
    /// Acknowledgment number as on the wire; valid only with [`TcpFlags::ACK`].
    pub acknowledgment: u32,
    /// Sequence number from the sender's SYN on, which is 0. Where the SYN was not seen, the first
    /// segment seen counts as 1.
    pub relative_sequence: u32,
    /// Acknowledgment number in the same count of the other direction.
    pub relative_acknowledgment: u32,
    /// The window field as on the wire.
    pub window: u16,
    /// The window in bytes, with the scale of RFC 7323; `None` where the handshake was not seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window_bytes: Option<u32>,
    /// Bytes of payload.
    pub length: u32,
    /// The options in its header.
    #[serde(default, skip_serializing_if = "SegmentOptions::is_empty")]
    pub options: SegmentOptions,
}

impl Segment {
    /// The range of its payload in the sender's stream, in relative sequence numbers: the stream's
    /// first byte is number 1.
    #[must_use]
    pub fn payload(&self) -> Range<u32> {
        let syn = u32::from(self.flags.contains(TcpFlags::SYN));
        let start = self.relative_sequence.wrapping_add(syn);
        start..start.wrapping_add(self.length)
    }
}

/// The TCP options worth showing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SegmentOptions {
    /// Maximum segment size, RFC 9293 §3.7.1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mss: Option<u16>,
    /// Window scale, RFC 7323 §2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window_scale: Option<u8>,
    /// Selective acknowledgments are permitted, RFC 2018.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sack_permitted: bool,
    /// Blocks that have arrived out of order, as sequence numbers on the wire.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sack: Vec<[u32; 2]>,
    /// Timestamp value and echo reply, RFC 7323 §3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamps: Option<[u32; 2]>,
}

impl SegmentOptions {
    /// Whether there is none of them.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

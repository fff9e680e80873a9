//! What passes along a cable, and what becomes of it.

use serde::{Deserialize, Serialize};

use super::{CableId, Way};
use crate::call::{Address, Micros};
use crate::kernel::{Segment, TcpFlags};

/// A packet as a person tells it from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PacketKind {
    /// Any packet.
    Any,
    /// A segment that opens a connection, without ACK.
    Syn,
    /// The answer to it.
    SynAck,
    /// A segment with FIN.
    Fin,
    /// A segment with RST.
    Rst,
    /// A segment with payload.
    Data,
    /// A segment that only acknowledges.
    Ack,
    /// A datagram of UDP, or a fragment of one.
    Udp,
    /// A message of ICMP or ICMPv6.
    Icmp,
}

impl PacketKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Any,
        Self::Syn,
        Self::SynAck,
        Self::Fin,
        Self::Rst,
        Self::Data,
        Self::Ack,
        Self::Udp,
        Self::Icmp,
    ];

    /// Whether a packet is of this kind.
    #[must_use]
    pub fn matches(self, content: &PacketContent) -> bool {
        let segment = |test: &dyn Fn(&Segment) -> bool| matches!(content, PacketContent::Tcp(segment) if test(segment));
        let has = |flags: TcpFlags| segment(&|segment| segment.flags.contains(flags));
        match self {
            Self::Any => true,
            Self::Syn => has(TcpFlags::SYN) && !has(TcpFlags::ACK),
            Self::SynAck => has(TcpFlags::SYN) && has(TcpFlags::ACK),
            Self::Fin => has(TcpFlags::FIN),
            Self::Rst => has(TcpFlags::RST),
            Self::Data => segment(&|segment| segment.length > 0),
            Self::Ack => {
                let more = [TcpFlags::SYN, TcpFlags::FIN, TcpFlags::RST];
                segment(&|segment| segment.length == 0)
                    && has(TcpFlags::ACK)
                    && !more.into_iter().any(has)
            }
            Self::Udp => matches!(
                content,
                PacketContent::Udp { .. } | PacketContent::Fragment { protocol: PROTOCOL_UDP, .. }
            ),
            Self::Icmp => matches!(content, PacketContent::Icmp { .. }),
        }
    }
}

/// UDP's number in an IP header.
const PROTOCOL_UDP: u8 = 17;

/// The headers of a packet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PacketHead {
    /// Its sender; port 0 where the protocol has no ports.
    pub source: Address,
    /// To whom.
    pub destination: Address,
    /// Hops that are left: TTL, or IPv6's hop limit.
    pub hops: u8,
    /// What it carries.
    pub content: PacketContent,
}

/// What a packet carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PacketContent {
    /// A segment, with the time at which it entered the cable.
    Tcp(Box<Segment>),
    /// A datagram; a large one is fragmented, and this is its first or only part.
    Udp {
        /// Bytes of payload of the whole datagram.
        length: u32,
        /// Whether fragments follow.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        fragmented: bool,
    },
    /// A message of ICMP or ICMPv6.
    Icmp {
        /// Its type.
        kind: u8,
        /// Its code.
        code: u8,
    },
    /// A later fragment.
    Fragment {
        /// The protocol that is fragmented, as in an IP header.
        protocol: u8,
        /// Where in the datagram it belongs, in bytes.
        offset: u32,
        /// Bytes of it.
        length: u32,
    },
    /// Anything else.
    Other {
        /// Its number in the IP header.
        protocol: u8,
        /// Bytes after the IP header.
        length: u32,
    },
}

/// Why a cable lost a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DropReason {
    /// By its loss.
    Loss,
    /// A person asked for exactly this.
    Armed,
    /// The queue at its rate was full.
    QueueFull,
    /// It is cut.
    Cut,
    /// The network carries as much as it may.
    Limit,
    /// The host it is for is gone, or does not take it.
    NoHost,
}

/// What becomes of a packet. It is known as soon as the packet enters the cable, unless the cable is cut later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It arrives.
    Arrives {
        /// When.
        at: Micros,
    },
    /// It is lost.
    Lost {
        /// When.
        at: Micros,
        /// Why.
        why: DropReason,
    },
}

/// What a cable did with a packet. A later report on the same serial number replaces the earlier one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PacketReport {
    /// Counts the packets of the network. A packet that passes the switch has a number on each cable, and so has a
    /// duplicate.
    pub serial: u64,
    /// On which cable.
    pub cable: CableId,
    /// Which way.
    pub way: Way,
    /// When it entered the cable.
    pub sent: Micros,
    /// What becomes of it.
    pub fate: Fate,
    /// Whether it is the second copy of a packet that the cable duplicates.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub duplicate: bool,
    /// Its headers.
    pub head: PacketHead,
    /// Its length in bytes, from the IP header on.
    pub length: u32,
    /// Its first bytes in base 64, at most [`PacketReport::SNAP`] of them.
    pub bytes: String,
}

impl PacketReport {
    /// Most bytes of a packet that are reported: every header with all options, and what a person types.
    pub const SNAP: usize = 160;

    /// When it left the cable, wherever it went.
    #[must_use]
    pub fn ended(&self) -> Micros {
        match self.fate {
            Fate::Arrives { at } | Fate::Lost { at, .. } => at,
        }
    }

    /// Whether the cable lost it.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        matches!(self.fate, Fate::Lost { .. })
    }

    /// The segment in it.
    #[must_use]
    pub fn segment(&self) -> Option<&Segment> {
        match &self.head.content {
            PacketContent::Tcp(segment) => Some(segment),
            _ => None,
        }
    }
}

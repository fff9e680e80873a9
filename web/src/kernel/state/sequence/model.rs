//! The diagram's parts: calls as bars, segments as arrows.

use lab_shared::call::{CallId, Micros};
use lab_shared::network::DropReason;

/// One of the two ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Side {
    /// The socket's own.
    Own,
    Peer,
}

/// A call of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bar {
    pub call: CallId,
    /// Whose.
    pub side: Side,
    /// The call and its outcome.
    pub words: String,
    /// The row it begins in.
    pub from: usize,
    /// The row it ends in; the last one while it has not.
    pub to: usize,
    /// How many calls of its side are pending when it begins.
    pub depth: usize,
    /// Whether it blocked.
    pub blocked: bool,
    /// Whether it has not returned.
    pub pending: bool,
    /// Whether it raised.
    pub raised: bool,
}

/// A segment on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Arrow {
    /// Its sender.
    pub from: Side,
    /// Its control bits; empty where it is no segment.
    pub flags: String,
    /// What it is where it is no segment of TCP.
    pub other: Option<OtherPacket>,
    /// The bytes it carries: the first and last one's number, and how many.
    pub bytes: Option<(u64, u64)>,
    /// The client's port, where several clients' segments are shown.
    pub port: Option<i64>,
    /// Whether it is a retransmission.
    pub again: bool,
    /// Whether its sender advertises a window of 0.
    pub shut: bool,
    /// Whether it was captured; otherwise it is derived from calls and states.
    pub seen: bool,
    pub row: usize,
    /// What a cable did with it; `None` where no cable saw it.
    pub travel: Option<Travel>,
}

impl Arrow {
    /// The row in which it arrives or is lost.
    #[must_use]
    pub(crate) fn last_row(&self) -> usize {
        self.travel.as_ref().map_or(self.row, |travel| travel.row)
    }

    /// Whether it carries bytes of a program.
    #[must_use]
    pub(crate) fn has_payload(&self) -> bool {
        let data = |it: &OtherPacket| {
            matches!(it, OtherPacket::Datagram { .. } | OtherPacket::Fragment { .. })
        };
        self.bytes.is_some() || self.other.as_ref().is_some_and(data)
    }
}

/// What a cable did with a packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Travel {
    /// Its number in the network.
    pub serial: u64,
    /// How long it was under way.
    pub time: Micros,
    /// Why it was lost, if it was.
    pub lost: Option<DropReason>,
    /// Of a retransmission: how long after the first sending.
    pub waited: Option<Micros>,
    /// Whether it is the copy that a cable made.
    pub copy: bool,
    /// The row in which it arrives or is lost.
    pub row: usize,
}

/// A packet that is no segment of TCP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OtherPacket {
    /// A datagram of UDP, or its first fragment.
    Datagram {
        /// Bytes of the whole datagram.
        length: u32,
        fragmented: bool,
    },
    /// A later fragment.
    Fragment {
        /// Where in the datagram it belongs, in bytes.
        offset: u32,
        length: u32,
    },
    /// An error that ICMP or ICMPv6 reports.
    Icmp(IcmpError),
}

/// What an error of ICMP means: RFC 792, RFC 4443.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IcmpError {
    PortUnreachable,
    /// Host or network.
    Unreachable,
    TooBig,
    TimeExceeded,
    Other,
}

/// A thing to draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Item {
    /// A call.
    Bar(Bar),
    /// A segment.
    Arrow(Arrow),
}

/// Something that happens.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Moment {
    /// A call begins.
    Begins(Bar),
    /// It returns.
    Ends(Bar),
    /// A segment travels.
    Travels(Arrow),
    /// The packet with this number arrives or is lost.
    Lands(u64),
}

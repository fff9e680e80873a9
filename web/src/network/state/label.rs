//! What a packet is called: `SYN`, `SYN·ACK`, `12 B`.

use std::collections::HashSet;

use lab_shared::call::Address;
use lab_shared::kernel::TcpFlags;
use lab_shared::network::{CableId, PacketContent, PacketKind, PacketReport, Way};

/// What is drawn on a packet.
#[must_use]
pub(crate) fn label(packet: &PacketReport) -> String {
    match &packet.head.content {
        PacketContent::Tcp(segment) => {
            let has = |flags: TcpFlags| segment.flags.contains(flags);
            let mut words = vec![];
            if has(TcpFlags::RST) {
                words.push("RST".to_owned());
            }
            if has(TcpFlags::SYN) {
                words.push(if has(TcpFlags::ACK) { "SYN·ACK" } else { "SYN" }.to_owned());
            }
            if segment.length > 0 {
                words.push(format!("{} B", segment.length));
            }
            if has(TcpFlags::FIN) {
                words.push("FIN".to_owned());
            }
            if words.is_empty() {
                words.push("ACK".to_owned());
            }
            words.join(" ")
        }
        PacketContent::Udp { length, .. } => format!("UDP {length} B"),
        PacketContent::Icmp { .. } => "ICMP".to_owned(),
        PacketContent::Fragment { length, .. } => format!("… {length} B"),
        PacketContent::Other { protocol, .. } => format!("IP {protocol}"),
    }
}

/// The kind by which a packet is coloured.
#[must_use]
pub(crate) fn kind(packet: &PacketReport) -> PacketKind {
    let kinds = [
        PacketKind::Rst,
        PacketKind::SynAck,
        PacketKind::Syn,
        PacketKind::Data,
        PacketKind::Fin,
        PacketKind::Ack,
        PacketKind::Udp,
        PacketKind::Icmp,
    ];
    let content = &packet.head.content;
    kinds.into_iter().find(|kind| kind.matches(content)).unwrap_or(PacketKind::Any)
}

/// A kind's name in the page's markup.
#[must_use]
pub(crate) fn kind_name(kind: PacketKind) -> &'static str {
    match kind {
        PacketKind::Any => "any",
        PacketKind::Syn => "syn",
        PacketKind::SynAck => "syn-ack",
        PacketKind::Fin => "fin",
        PacketKind::Rst => "rst",
        PacketKind::Data => "data",
        PacketKind::Ack => "ack",
        PacketKind::Udp => "udp",
        PacketKind::Icmp => "icmp",
    }
}

/// What a segment must share with an earlier one to be the same again: cable and way, both addresses, whether it
/// is a SYN or FIN, its sequence number and its length.
type Place = (CableId, Way, Address, Address, u8, u32, u32);

/// Tells segments that were sent again, in the order in which they were sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Repeats {
    seen: HashSet<Place>,
}

impl Repeats {
    /// Whether the packet carries what an earlier one of the same sender carried. The second copy that a cable
    /// makes was not sent again.
    pub(crate) fn is_again(&mut self, packet: &PacketReport) -> bool {
        let Some(segment) = packet.segment() else { return false };
        let control = segment.flags.0 & (TcpFlags::SYN.0 | TcpFlags::FIN.0);
        if packet.duplicate || (segment.length == 0 && control == 0) {
            return false;
        }
        let head = &packet.head;
        !self.seen.insert((
            packet.cable,
            packet.way,
            head.source.clone(),
            head.destination.clone(),
            control,
            segment.sequence,
            segment.length,
        ))
    }
}

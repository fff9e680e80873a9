//! What a packet is called: `SYN`, `SYN·ACK`, `12 B`.

use lab_shared::kernel::TcpFlags;
use lab_shared::network::{PacketContent, PacketKind, PacketReport};

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

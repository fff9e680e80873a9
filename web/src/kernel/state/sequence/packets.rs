//! The packets that the network's cables took from and to a socket, as moments: sent, and arrived or lost.

use lab_shared::call::{Address, Micros, SocketId};
use lab_shared::kernel::TcpFlags;
use lab_shared::network::{Fate, PacketContent, PacketReport};

use super::model::{Arrow, IcmpError, Moment, OtherPacket, Side, Travel};
use crate::lab::state::Lab;
use crate::lab::state::network::{Journey, journeys};

/// The packets of a socket; `None` where they pass no cable.
pub(super) fn on_cable(lab: &Lab, socket: SocketId) -> Option<Vec<(Micros, Moment)>> {
    let listens = lab.timeline.socket(socket).is_some_and(|view| view.backlog.is_some());
    let mut moments = Vec::new();
    for journey in journeys(lab, socket)? {
        moments.push((journey.packet.sent, Moment::Travels(arrow(&journey, listens))));
        moments.push((journey.ended(), Moment::Lands(journey.packet.serial)));
    }
    Some(moments)
}

fn arrow(journey: &Journey<'_>, listens: bool) -> Arrow {
    let packet = journey.packet;
    let head = &packet.head;
    let client = if journey.own { &head.destination } else { &head.source };
    let segment = packet.segment();
    let payload = segment.filter(|it| it.length > 0).map(|segment| segment.payload());
    let since = |before: Micros| Micros(packet.sent.0.saturating_sub(before.0));
    Arrow {
        from: if journey.own { Side::Own } else { Side::Peer },
        flags: segment.map_or(String::new(), |it| it.flags.names().collect::<Vec<_>>().join(" ")),
        other: other(packet),
        bytes: payload.map(|it| (u64::from(it.start), u64::from(it.end.wrapping_sub(1)))),
        port: client.port().filter(|_| listens),
        again: journey.first.is_some(),
        shut: segment.is_some_and(|it| it.window == 0 && !it.flags.contains(TcpFlags::RST)),
        seen: true,
        row: 0,
        travel: Some(Travel {
            serial: packet.serial,
            time: Micros(journey.ended().0.saturating_sub(packet.sent.0)),
            lost: match journey.fate {
                Fate::Lost { why, .. } => Some(why),
                Fate::Arrives { .. } => None,
            },
            waited: journey.first.map(since),
            copy: packet.duplicate,
            row: 0,
        }),
    }
}

fn other(packet: &PacketReport) -> Option<OtherPacket> {
    let six = matches!(packet.head.source, Address::Inet6 { .. });
    Some(match packet.head.content {
        PacketContent::Udp { length, fragmented } => OtherPacket::Datagram { length, fragmented },
        PacketContent::Fragment { offset, length, .. } => OtherPacket::Fragment { offset, length },
        PacketContent::Icmp { kind, code } => OtherPacket::Icmp(match (six, kind, code) {
            (false, 3, 3) | (true, 1, 4) => IcmpError::PortUnreachable,
            (false, 3, 4) | (true, 2, _) => IcmpError::TooBig,
            (false, 3, _) | (true, 1, _) => IcmpError::Unreachable,
            (false, 11, _) | (true, 3, _) => IcmpError::TimeExceeded,
            _ => IcmpError::Other,
        }),
        PacketContent::Tcp(_) | PacketContent::Other { .. } => return None,
    })
}

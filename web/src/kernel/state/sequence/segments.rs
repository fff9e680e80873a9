//! The captured segments, as moments of one socket.

use std::collections::{BTreeMap, BTreeSet};

use lab_shared::call::{Address, Micros, Op, SocketId};
use lab_shared::kernel::{Segment, TcpFlags};
use lab_shared::trace::{SocketState, SocketView};

use super::calls::calls_of;
use super::model::{Arrow, Moment, Side};
use crate::lab::state::Lab;

/// Which segments concern a socket.
enum Interest<'a> {
    /// Those of its connection.
    Connection(&'a Address, &'a Address),
    /// Handshakes with its port: it listens.
    Port(i64),
    /// Those to and from its destination, except on these ports: it connects, and its own port is not known.
    Aim(&'a Address, BTreeSet<i64>),
}

impl Interest<'_> {
    /// The sender of the segment, if it concerns the socket.
    fn sender(&self, segment: &Segment) -> Option<Side> {
        let (from, to) = (&segment.source, &segment.destination);
        match self {
            Self::Connection(own, peer) => match (from, to) {
                _ if (from, to) == (*own, *peer) => Some(Side::Own),
                _ if (from, to) == (*peer, *own) => Some(Side::Peer),
                _ => None,
            },
            Self::Port(port) => {
                let handshake = [TcpFlags::SYN, TcpFlags::RST];
                if !handshake.iter().any(|flag| segment.flags.contains(*flag)) {
                    return None;
                }
                match (from.port(), to.port()) {
                    (Some(from), _) if from == *port => Some(Side::Own),
                    (_, Some(to)) if to == *port => Some(Side::Peer),
                    _ => None,
                }
            }
            Self::Aim(aim, others) => {
                let free =
                    |address: &Address| address.port().is_some_and(|port| !others.contains(&port));
                if to == *aim && free(from) {
                    return Some(Side::Own);
                }
                (from == *aim && free(to)).then_some(Side::Peer)
            }
        }
    }
}

/// The segments of a socket.
pub(super) fn captured(lab: &Lab, socket: SocketId) -> Vec<(Micros, Moment)> {
    let Some(interest) = interest(lab, socket) else { return vec![] };
    let many = matches!(interest, Interest::Port(_));
    let mut sent = BTreeMap::new();
    let mut moments = Vec::new();
    for segment in lab.kernel.segments() {
        let Some(from) = interest.sender(segment) else { continue };
        let again = is_again(&mut sent, segment);
        let client = if from == Side::Own { &segment.destination } else { &segment.source };
        let range = segment.payload();
        let arrow = Arrow {
            from,
            flags: segment.flags.names().collect::<Vec<_>>().join(" "),
            bytes: (segment.length > 0)
                .then(|| (u64::from(range.start), u64::from(range.end.wrapping_sub(1)))),
            port: if many { client.port() } else { None },
            again,
            shut: segment.window == 0 && !segment.flags.contains(TcpFlags::RST),
            seen: true,
            row: 0,
            other: None,
            travel: None,
        };
        moments.push((segment.at, Moment::Travels(arrow)));
    }
    moments
}

/// Whether the segment is a retransmission. `sent` has, by port, the sequence number after the last
/// one sent.
fn is_again(sent: &mut BTreeMap<Option<i64>, u32>, segment: &Segment) -> bool {
    let one = |flag| u32::from(segment.flags.contains(flag));
    let (syn, fin) = (one(TcpFlags::SYN), one(TcpFlags::FIN));
    let takes = segment.length.wrapping_add(syn + fin);
    if takes == 0 {
        return false;
    }
    let end = segment.sequence.wrapping_add(takes);
    let far = sent.entry(segment.source.port()).or_insert_with(|| segment.sequence);
    // As a signed number, the distance is negative where the segment ends earlier.
    let beyond = end.wrapping_sub(*far).cast_signed() > 0;
    // Another connection of the same port begins with its own sequence numbers.
    if beyond || (syn == 1 && end != *far) {
        *far = end;
        return false;
    }
    true
}

fn interest(lab: &Lab, socket: SocketId) -> Option<Interest<'_>> {
    let view = lab.timeline.socket(socket)?;
    if view.backlog.is_some() {
        return Some(Interest::Port(view.local.as_ref()?.port()?));
    }
    if let (Some(own), Some(peer)) = (&view.local, &view.peer) {
        return Some(Interest::Connection(own, peer));
    }
    let aim = calls_of(lab, socket).filter_map(|call| match &call.op {
        Op::Connect { address } | Op::ConnectEx { address } => Some(address),
        _ => None,
    });
    let aim = aim.last().filter(|_| view.state == SocketState::Connecting)?;
    let ports = |other: &SocketView| {
        let port = |address: &Option<Address>| address.as_ref().and_then(Address::port);
        [port(&other.local), port(&other.peer)]
    };
    let others = lab.timeline.sockets().filter(|other| other.id != socket);
    let others = others.flat_map(ports).flatten().filter(|port| Some(*port) != aim.port());
    let others = others.collect();
    Some(Interest::Aim(aim, others))
}

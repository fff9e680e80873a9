//! The packets on the plot's time axis.

use lab_shared::call::{Micros, SocketId};
use lab_shared::kernel::PathFacts;
use lab_shared::network::PacketReport;

use crate::lab::state::Lab;
use crate::lab::state::network::{Journey, journeys};
use crate::link::state::News;

/// A packet, at the moment it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    pub at: Micros,
    /// Whether the socket's own end has sent it.
    pub own: bool,
    pub lost: bool,
    /// Whether it is a retransmission.
    pub again: bool,
    /// Its control bits and its bytes; empty where it is no segment, or where the kernel only counts it.
    pub what: String,
}

/// The packets of a socket, and whether cables saw them. Where none did, each report in which the kernel counts
/// more retransmissions is one of them.
pub(crate) fn marks(lab: &Lab, socket: SocketId) -> (Vec<Mark>, bool) {
    match journeys(lab, socket) {
        Some(journeys) => (journeys.iter().map(Mark::of).collect(), true),
        None => (counted(lab, socket), false),
    }
}

impl Mark {
    fn of(journey: &Journey<'_>) -> Self {
        Self {
            at: journey.packet.sent,
            own: journey.own,
            lost: journey.is_lost(),
            again: journey.first.is_some(),
            what: what(journey.packet),
        }
    }
}

fn what(packet: &PacketReport) -> String {
    let Some(segment) = packet.segment() else { return String::new() };
    let flags = segment.flags.names().collect::<Vec<_>>().join(" ");
    if segment.length > 0 { format!("{flags} {} B", segment.length) } else { flags }
}

/// What was sent again so far: segments, or bytes where the system counts those.
fn again(path: &PathFacts) -> Option<u32> {
    path.retransmitted.or(path.retransmitted_bytes)
}

fn counted(lab: &Lab, socket: SocketId) -> Vec<Mark> {
    let counts = lab.kernel.log().filter_map(|news| match news {
        News::Facts { socket: of, at, facts } if *of == socket => {
            Some((*at, again(&facts.own.path?)?))
        }
        _ => None,
    });
    let mut before = None;
    let grown = counts.filter(|(_, count)| before.replace(*count).is_some_and(|old| *count > old));
    grown
        .map(|(at, _)| Mark { at, own: true, lost: false, again: true, what: String::new() })
        .collect()
}

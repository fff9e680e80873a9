//! Calls that wait, or have waited, because a cable of the network lost a packet.

use std::collections::{BTreeMap, BTreeSet};

use lab_shared::call::{CallId, CallName, Micros, SocketId, SocketType};
use lab_shared::kernel::TcpFlags;
use lab_shared::network::{PacketContent, PacketKind};
use lab_shared::trace::CallRecord;

use crate::lab::state::Lab;
use crate::lab::state::network::{Journey, journeys};

/// How many of the newest calls are looked at: what was lost for earlier ones is kept no longer.
const MAX_CALLS: usize = 500;

/// The newest loss that held a call up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wait {
    pub lost: LostPacket,
    /// Whether the socket's own end had sent it.
    pub own: bool,
    /// When it was lost.
    pub at: Micros,
    /// How long after the lost sending the same was sent again.
    pub again_after: Option<Micros>,
    /// The timer of a sender that waits to send again, in microseconds, where the kernel tells it.
    pub timer: Option<u32>,
}

/// What was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LostPacket {
    Syn,
    SynAck,
    Data,
    Fin,
    /// UDP sends nothing again.
    Datagram,
}

/// The calls on sockets of the network's hosts that a loss held up.
#[must_use]
pub(crate) fn waits(lab: &Lab) -> BTreeMap<CallId, Wait> {
    let lost = lab.network.packets().filter(|packet| packet.is_lost());
    let Some(newest_loss) = lost.map(|packet| packet.sent).max() else { return BTreeMap::new() };
    // What was issued after the newest loss, nothing has held up: most calls, once the network is well again.
    let held = |call: &&CallRecord| call.blocked.is_some() && call.issued <= newest_loss;
    let newest = lab.timeline.calls().rev().take(MAX_CALLS);
    let calls: Vec<&CallRecord> = newest.filter(held).collect();
    let on_host = |socket: &SocketId| lab.network.host_of(*socket).is_some();
    let sockets: BTreeSet<SocketId> =
        calls.iter().filter_map(|call| call.socket).filter(on_host).collect();
    let mut waits = BTreeMap::new();
    for socket in sockets {
        let Some(journeys) = journeys(lab, socket) else { continue };
        let lost = |(_, journey): &(usize, &Journey<'_>)| journey.is_lost();
        let losses: Vec<_> = journeys.iter().enumerate().filter(lost).collect();
        let on = |call: &&&CallRecord| call.socket == Some(socket);
        for call in calls.iter().filter(on) {
            if let Some(wait) = wait(lab, call, &journeys, &losses) {
                waits.insert(call.id, wait);
            }
        }
    }
    waits
}

fn wait(
    lab: &Lab,
    call: &CallRecord,
    journeys: &[Journey<'_>],
    losses: &[(usize, &Journey<'_>)],
) -> Option<Wait> {
    let during = |at: Micros| at >= call.issued && call.returned.is_none_or(|end| at <= end);
    let socket = call.socket?;
    let kind = lab.timeline.socket(socket)?.kind;
    let holds_up = |(_, journey): &&(usize, &Journey<'_>)| {
        during(journey.packet.sent) && what(call, kind, journey).is_some()
    };
    let (place, journey) = losses.iter().rev().find(holds_up)?;
    let again = journeys[place + 1..].iter().find(|later| repeats(later, journey));
    let path = lab.kernel.of(socket).and_then(|watched| watched.facts.as_ref()?.own.path);
    let since = journey.packet.sent;
    Some(Wait {
        lost: what(call, kind, journey)?,
        own: journey.own,
        at: journey.ended(),
        again_after: again.map(|later| Micros(later.packet.sent.since(since))),
        timer: path.and_then(|path| path.rto).filter(|rto| journey.own && *rto > 0),
    })
}

/// What the packet is to the call; `None` where the call does not wait for it.
fn what(call: &CallRecord, socket: SocketType, journey: &Journey<'_>) -> Option<LostPacket> {
    let content = &journey.packet.head.content;
    let is = |kind: PacketKind| kind.matches(content);
    match (call.op.name(), socket) {
        (CallName::Connect | CallName::ConnectEx | CallName::Accept, SocketType::Stream) => {
            let syn = is(PacketKind::Syn).then_some(LostPacket::Syn);
            syn.or_else(|| is(PacketKind::SynAck).then_some(LostPacket::SynAck))
        }
        (CallName::Recv | CallName::Recvfrom, SocketType::Stream) if !journey.own => {
            let data = is(PacketKind::Data).then_some(LostPacket::Data);
            data.or_else(|| is(PacketKind::Fin).then_some(LostPacket::Fin))
        }
        (CallName::Recv | CallName::Recvfrom, SocketType::Dgram) if !journey.own => {
            matches!(content, PacketContent::Udp { .. }).then_some(LostPacket::Datagram)
        }
        (CallName::Send | CallName::Sendall, SocketType::Stream) if journey.own => {
            is(PacketKind::Data).then_some(LostPacket::Data)
        }
        _ => None,
    }
}

/// Whether a later packet carries what the lost one began with.
fn repeats(later: &Journey<'_>, lost: &Journey<'_>) -> bool {
    let (Some(new), Some(old)) = (later.packet.segment(), lost.packet.segment()) else {
        return false;
    };
    let control = |flag| u32::from(new.flags.contains(flag));
    let takes = new.length + control(TcpFlags::SYN) + control(TcpFlags::FIN);
    let same_end = later.own == lost.own && new.source == old.source;
    same_end && later.first.is_some() && old.sequence.wrapping_sub(new.sequence) < takes
}

#[cfg(test)]
mod tests;

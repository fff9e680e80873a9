//! The ways of a socket's packets, from the sending host to the receiving one.

use std::collections::{HashMap, VecDeque};

use lab_shared::call::{Address, Micros, SocketId};
use lab_shared::kernel::{Segment, TcpFlags};
use lab_shared::network::{CableEnd, Fate, PacketReport};

use super::flow::Flow;
use crate::lab::state::Lab;

/// A packet on its way over one cable, or over two with a switch between them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Journey<'a> {
    /// The packet as it entered the first cable.
    pub packet: &'a PacketReport,
    /// Whether the socket's own end has sent it.
    pub own: bool,
    /// What became of it at the end.
    pub fate: Fate,
    /// Of a retransmission: when the same was sent first.
    pub first: Option<Micros>,
}

impl Journey<'_> {
    /// Whether a cable lost it.
    #[must_use]
    pub(crate) fn is_lost(&self) -> bool {
        matches!(self.fate, Fate::Lost { .. })
    }

    /// When it arrived or was lost.
    #[must_use]
    pub(crate) fn ended(&self) -> Micros {
        match self.fate {
            Fate::Arrives { at } | Fate::Lost { at, .. } => at,
        }
    }
}

/// The newest packets of a socket, in the order in which they were sent. `None` where the socket is not on a
/// host, or where its packets pass no cable.
#[must_use]
pub(crate) fn journeys(lab: &Lab, socket: SocketId) -> Option<Vec<Journey<'_>>> {
    let flow = Flow::of(lab, socket)?;
    let network = lab.network.view()?;
    let mut journeys: Vec<Journey<'_>> = Vec::new();
    // Those that are at the switch, by their bytes: the switch changes none.
    let mut at_switch: HashMap<&str, VecDeque<usize>> = HashMap::new();
    let mut sent = Sent::default();
    for packet in lab.network.packets() {
        let Some(own) = flow.is_own(packet) else { continue };
        let cable = network.cable(packet.cable);
        let comes_from = cable.map(|cable| cable.source(packet.way));
        let goes_to = cable.map(|cable| cable.source(packet.way.opposite()));
        if comes_from == Some(&CableEnd::Switch)
            && let Some(begun) = at_switch.get_mut(packet.bytes.as_str())
            && let Some(at) = begun.pop_front()
        {
            journeys[at].fate = packet.fate;
            continue;
        }
        if goes_to == Some(&CableEnd::Switch) && !packet.is_lost() {
            at_switch.entry(&packet.bytes).or_default().push_back(journeys.len());
        }
        let first = packet.segment().filter(|_| !packet.duplicate);
        let first = first.and_then(|segment| sent.first(segment, packet.sent));
        journeys.push(Journey { packet, own, fate: packet.fate, first });
    }
    Some(journeys)
}

/// What each end has sent so far.
#[derive(Debug, Default)]
struct Sent<'a> {
    ends: HashMap<&'a Address, Spans>,
}

/// The sequence numbers that one end has sent.
#[derive(Debug, Default)]
struct Spans {
    /// The number after the last one sent.
    far: u32,
    /// Where each segment began, how many numbers it took, and when it was sent.
    spans: Vec<(u32, u32, Micros)>,
}

impl<'a> Sent<'a> {
    /// When the segment's numbers were sent before, unless they are new. Pure acknowledgments take none.
    fn first(&mut self, segment: &'a Segment, at: Micros) -> Option<Micros> {
        let one = |flag| u32::from(segment.flags.contains(flag));
        let syn = one(TcpFlags::SYN);
        let takes = segment.length.wrapping_add(syn + one(TcpFlags::FIN));
        if takes == 0 || segment.flags.contains(TcpFlags::RST) {
            return None;
        }
        let (start, end) = (segment.sequence, segment.sequence.wrapping_add(takes));
        let sent = self.ends.entry(&segment.source).or_default();
        // As a signed number, the distance is negative where the segment ends earlier.
        let beyond = end.wrapping_sub(sent.far).cast_signed() > 0;
        // Another connection of the same port begins with its own sequence numbers.
        let begins = sent.spans.is_empty() || (syn == 1 && end != sent.far);
        if begins {
            sent.spans.clear();
        }
        if begins || beyond {
            sent.far = end;
            sent.spans.push((start, takes, at));
            return None;
        }
        let holds = |&&(from, count, _): &&(u32, u32, Micros)| start.wrapping_sub(from) < count;
        sent.spans.iter().find(holds).map(|&(.., at)| at)
    }
}

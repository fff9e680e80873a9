//! What became of the page's networks, for recordings: changes of the one there is, and the packets of those before it.

use std::collections::VecDeque;
use std::rc::Rc;

use lab_shared::call::Micros;
use lab_shared::network::{NetworkView, PacketReport};

/// Most changes kept: the newest.
const MAX_CHANGES: usize = 1000;

/// Something that was reported of the network, other than a packet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum NetworkChange {
    /// It is like this.
    Is(Rc<NetworkView>),
    /// There is none any more.
    Closed,
    /// So many packets were left out of the reports.
    Missed(u64),
}

/// The changes and packets.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct History {
    changes: VecDeque<(Micros, NetworkChange)>,
    /// The packets of networks that are gone, in the order in which they were sent.
    packets: VecDeque<Rc<PacketReport>>,
    /// Packets that are kept no longer, or that only a change kept no longer knew of.
    forgotten: u64,
}

impl History {
    /// Adds what was reported.
    pub(super) fn add(&mut self, at: Micros, change: NetworkChange) {
        if self.changes.len() >= MAX_CHANGES
            && let Some((_, NetworkChange::Missed(packets))) = self.changes.pop_front()
        {
            self.forget(packets);
        }
        self.changes.push_back((at, change));
    }

    /// Keeps the packets of a network that is gone.
    pub(super) fn keep(&mut self, packets: VecDeque<Rc<PacketReport>>) {
        self.packets.extend(packets);
    }

    /// Drops up to so many of the oldest packets, and returns how many of the network's own are too many then.
    pub(super) fn shorten(&mut self, over: usize) -> usize {
        let dropped = over.min(self.packets.len());
        self.packets.drain(..dropped);
        self.forget(over as u64);
        over - dropped
    }

    /// Counts packets that are kept no longer.
    fn forget(&mut self, packets: u64) {
        self.forgotten = self.forgotten.saturating_add(packets);
    }

    pub(super) fn changes(&self) -> impl Iterator<Item = &(Micros, NetworkChange)> {
        self.changes.iter()
    }

    pub(super) fn packets(&self) -> &VecDeque<Rc<PacketReport>> {
        &self.packets
    }

    pub(super) fn forgotten(&self) -> u64 {
        self.forgotten
    }
}

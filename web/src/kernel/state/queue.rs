//! The accept queue of a listening socket as slots.

use lab_shared::kernel::EndFacts;

/// Most slots drawn one by one.
const MAX_SLOTS: u32 = 24;

/// A place in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    /// A connection waits in it.
    Taken,
    Free,
}

/// The accept queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QueueView {
    /// Connections that wait for an `accept`.
    pub length: u32,
    /// The backlog in force.
    pub limit: u32,
    /// How many fit.
    pub room: u32,
    /// Its places; none where there are too many to draw.
    pub slots: Vec<Slot>,
    /// Connections for which there was no room.
    pub turned_away: u32,
    /// Whether a further client would hang.
    pub full: bool,
}

impl QueueView {
    /// The queue of a listening socket.
    #[must_use]
    pub(crate) fn of(facts: &EndFacts) -> Option<Self> {
        let queue = facts.accept_queue?;
        // Linux refuses a connection only when more than `backlog` connections wait already.
        let room = queue.limit.saturating_add(1);
        let slot = |at| if at < queue.length { Slot::Taken } else { Slot::Free };
        Some(Self {
            length: queue.length,
            limit: queue.limit,
            room,
            slots: if room <= MAX_SLOTS { (0..room).map(slot).collect() } else { vec![] },
            turned_away: facts.drops.unwrap_or(0),
            full: queue.length >= room,
        })
    }
}

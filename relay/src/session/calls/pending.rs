//! The calls of a session that have not returned: where each waits, and the bytes held for it.

use std::collections::HashMap;

use lab_shared::call::CallId;

use super::entry::QueueId;
use crate::resources::account::Hold;
use crate::session::clock::CallTimes;

/// Where a pending call waits.
#[derive(Debug, Clone, Copy)]
pub(super) enum CallLocation {
    /// In a socket's queue.
    Queue(QueueId),
    /// Among the polls.
    Poll,
    /// On a thread that may block, by its serial number: a lingering close or a lookup.
    Thread(u64, CallTimes),
}

/// The pending calls of one session.
#[derive(Debug)]
pub(super) struct PendingCalls {
    locations: HashMap<CallId, CallLocation>,
    /// The bytes of each call that was not answered yet.
    holds: HashMap<CallId, Hold>,
    serials: u64,
    limit: usize,
}

impl PendingCalls {
    /// No calls yet, and at most `limit` at once.
    pub(super) fn new(limit: usize) -> Self {
        Self { locations: HashMap::new(), holds: HashMap::new(), serials: 0, limit }
    }

    /// Whether another call would exceed the limit.
    pub(super) fn is_full(&self) -> bool {
        self.locations.len() >= self.limit
    }

    /// Whether a call of this id is pending.
    pub(super) fn contains(&self, id: CallId) -> bool {
        self.locations.contains_key(&id)
    }

    /// A number that no other call of the session has. A page may use an id again once its call has
    /// returned, so timers and threads name a call by id and serial.
    pub(super) fn next_serial(&mut self) -> u64 {
        self.serials += 1;
        self.serials
    }

    /// Notes where a call waits.
    pub(super) fn place(&mut self, id: CallId, location: CallLocation) {
        self.locations.insert(id, location);
    }

    /// Where a call waits; `None` for one that is not pending.
    pub(super) fn location(&self, id: CallId) -> Option<CallLocation> {
        self.locations.get(&id).copied()
    }

    /// Removes a call that waits no longer, and returns where it did.
    pub(super) fn remove(&mut self, id: CallId) -> Option<CallLocation> {
        self.locations.remove(&id)
    }

    /// Holds the bytes of a call until [`Self::release`].
    pub(super) fn hold(&mut self, id: CallId, hold: Hold) {
        self.holds.insert(id, hold);
    }

    /// Gives back the bytes of a call that is answered.
    pub(super) fn release(&mut self, id: CallId) {
        self.holds.remove(&id);
    }

    /// Whether as many calls have their bytes held as are pending, which holds between two messages.
    pub(super) fn is_balanced(&self) -> bool {
        self.holds.len() == self.locations.len()
    }
}

#[cfg(test)]
mod tests {
    use lab_shared::call::SocketId;

    use super::*;
    use crate::resources::account::Account;
    use crate::session::calls::entry::Side;
    use crate::session::clock::Clock;

    #[test]
    fn a_session_has_at_most_its_limit_of_pending_calls() {
        let mut pending = PendingCalls::new(2);
        pending.place(CallId(1), CallLocation::Poll);
        assert!(!pending.is_full());
        pending.place(CallId(2), CallLocation::Poll);
        assert!(pending.is_full());
        pending.remove(CallId(1));
        assert!(!pending.is_full());
        assert!(pending.contains(CallId(2)) && !pending.contains(CallId(1)));
    }

    #[test]
    fn a_call_is_found_where_it_was_placed_last_until_it_is_removed() {
        let (id, mut pending) = (CallId(7), PendingCalls::new(8));
        let queue = QueueId { socket: SocketId(3), side: Side::Outward };
        pending.place(id, CallLocation::Queue(queue));
        assert!(matches!(pending.location(id), Some(CallLocation::Queue(found)) if found == queue));
        let serial = pending.next_serial();
        pending.place(id, CallLocation::Thread(serial, CallTimes::new(Clock::start())));
        assert!(
            matches!(pending.remove(id), Some(CallLocation::Thread(found, _)) if found == serial)
        );
        assert!(pending.location(id).is_none() && pending.remove(id).is_none());
    }

    #[test]
    fn a_call_that_has_the_id_of_an_earlier_one_has_another_serial() {
        let mut pending = PendingCalls::new(1);
        let serials = [(); 3].map(|()| pending.next_serial());
        assert_eq!(serials, [1, 2, 3]);
    }

    #[test]
    fn the_bytes_of_a_call_are_held_until_it_is_answered() {
        let (account, mut pending) = (Account::new(1000), PendingCalls::new(8));
        pending.hold(CallId(1), account.hold(600).unwrap());
        pending.place(CallId(1), CallLocation::Poll);
        assert!(pending.is_balanced() && account.hold(600).is_err());
        pending.remove(CallId(1));
        assert!(!pending.is_balanced(), "it waits no longer and is not answered yet");
        pending.release(CallId(1));
        assert!(pending.is_balanced() && account.hold(600).is_ok());
    }
}

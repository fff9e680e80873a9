//! How many bytes the relay holds, and for whom.
//!
//! Accounts form a tree: a page's account is under that of all pages, and that one under the
//! relay's. Bytes are taken from an account and from all above it, or from none of them, so no sum
//! is passed however many pages there are.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use thiserror::Error;

use crate::limits::MAX_VISITOR_BYTES;

/// Bytes that are held for one owner: the relay, all pages, a page, a room, a peer.
#[derive(Debug)]
pub(crate) struct Account {
    held: AtomicUsize,
    most: usize,
    above: Option<Arc<Account>>,
}

/// An account, or one above it, has no room for so many bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("no more than {most} bytes may be held")]
pub(crate) struct Full {
    /// The limit that was met.
    pub(crate) most: usize,
}

/// Bytes taken from an account. They are given back when it is dropped.
#[derive(Debug)]
pub(crate) struct Hold {
    account: Arc<Account>,
    bytes: usize,
}

impl Account {
    /// An account of its own with room for `most` bytes.
    pub(crate) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { held: AtomicUsize::new(0), most, above: None })
    }

    /// An account with room for `most` bytes, all of which also count for this one.
    pub(crate) fn under(self: &Arc<Self>, most: usize) -> Arc<Self> {
        Arc::new(Self { held: AtomicUsize::new(0), most, above: Some(Arc::clone(self)) })
    }

    /// Bytes that are held now.
    pub(crate) fn held(&self) -> usize {
        self.held.load(Ordering::Relaxed)
    }

    /// A hold on nothing yet.
    pub(crate) fn open(self: &Arc<Self>) -> Hold {
        Hold { account: Arc::clone(self), bytes: 0 }
    }

    /// Takes bytes.
    ///
    /// # Errors
    /// [`Full`] if this account or one above it has no room; nothing is taken then.
    pub(crate) fn hold(self: &Arc<Self>, bytes: usize) -> Result<Hold, Full> {
        let mut hold = self.open();
        hold.grow(bytes)?;
        Ok(hold)
    }

    fn take(&self, bytes: usize) -> Result<(), Full> {
        let enough = |held: usize| held.checked_add(bytes).filter(|sum| *sum <= self.most);
        self.held
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, enough)
            .map_err(|_| Full { most: self.most })?;
        let Some(above) = &self.above else { return Ok(()) };
        above.take(bytes).inspect_err(|_| {
            self.held.fetch_sub(bytes, Ordering::Relaxed);
        })
    }

    fn give_back(&self, bytes: usize) {
        self.held.fetch_sub(bytes, Ordering::Relaxed);
        if let Some(above) = &self.above {
            above.give_back(bytes);
        }
    }
}

impl Hold {
    /// Bytes that are held so.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Takes more.
    ///
    /// # Errors
    /// [`Full`] as for [`Account::hold`]; what was held before stays held.
    pub(crate) fn grow(&mut self, bytes: usize) -> Result<(), Full> {
        self.account.take(bytes)?;
        self.bytes += bytes;
        Ok(())
    }

    /// Gives some back, at most all.
    pub(crate) fn shrink(&mut self, bytes: usize) {
        let bytes = bytes.min(self.bytes);
        self.account.give_back(bytes);
        self.bytes -= bytes;
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.account.give_back(self.bytes);
    }
}

/// The accounts that every session of a relay is under.
#[derive(Debug)]
pub(crate) struct Memory {
    /// What pages have the relay hold: arguments and results of calls, what they have not confirmed.
    pub(crate) pages: Arc<Account>,
    /// What chat rooms hold: queues, and messages that are not whole yet.
    pub(crate) rooms: Arc<Account>,
    /// What connections hold that are no session yet.
    pub(crate) visitors: Arc<Account>,
}

impl Memory {
    /// Accounts for a relay that may hold so many bytes in all. Neither pages nor rooms take more than
    /// half, which leaves room for the others, and together they leave visitors what these may need:
    /// a relay that is full of pages still answers at its door.
    pub(crate) fn new(most: usize) -> Self {
        let relay = Account::new(most);
        let half = most / 2;
        let inside = relay.under(most.saturating_sub(MAX_VISITOR_BYTES));
        let visitors = relay.under(MAX_VISITOR_BYTES);
        Self { pages: inside.under(half), rooms: inside.under(half), visitors }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_count_for_all_accounts_above_and_come_back_when_dropped() {
        let relay = Account::new(100);
        let page = relay.under(60);
        let mut hold = page.hold(40).unwrap();
        hold.grow(20).unwrap();
        assert_eq!((relay.held(), page.held(), hold.bytes()), (60, 60, 60));
        hold.shrink(50);
        assert_eq!((relay.held(), page.held(), hold.bytes()), (10, 10, 10));
        drop(hold);
        assert_eq!((relay.held(), page.held()), (0, 0));
    }

    #[test]
    fn what_has_no_room_somewhere_is_taken_nowhere() {
        let relay = Account::new(100);
        let (one, other) = (relay.under(60), relay.under(60));
        let held = one.hold(60).unwrap();
        assert_eq!(one.hold(1).unwrap_err(), Full { most: 60 });
        assert_eq!(other.hold(41).unwrap_err(), Full { most: 100 });
        assert_eq!((relay.held(), one.held(), other.held()), (60, 60, 0));
        drop(held);
        assert!(other.hold(41).is_ok());
        assert_eq!(one.hold(usize::MAX).unwrap_err(), Full { most: 60 });
    }

    #[test]
    fn pages_and_rooms_leave_visitors_their_bytes() {
        let most = 4 * MAX_VISITOR_BYTES;
        let memory = Memory::new(most);
        let _pages = memory.pages.hold(most / 2).unwrap();
        assert!(memory.rooms.hold(most / 2).is_err());
        let _rooms = memory.rooms.hold(most / 2 - MAX_VISITOR_BYTES).unwrap();
        let visitors = memory.visitors.hold(MAX_VISITOR_BYTES).unwrap();
        assert!(memory.visitors.hold(1).is_err());
        drop(visitors);
        assert!(memory.rooms.hold(1).is_err());
    }

    #[test]
    fn threads_that_take_and_give_back_at_once_leave_nothing() {
        let relay = Account::new(1000);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                let page = relay.under(400);
                scope.spawn(move || {
                    for bytes in 0..2000 {
                        let _hold = page.hold(bytes % 500);
                        assert!(page.held() <= 400);
                    }
                });
            }
        });
        assert_eq!(relay.held(), 0);
    }
}

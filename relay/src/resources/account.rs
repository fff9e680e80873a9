//! Accounts of the bytes the relay holds: of pages, chat rooms, assistants and connections without a session.
//!
//! Accounts form a tree: a page's account is under that of all pages, and that one under the
//! relay's. Bytes are taken from an account and from all above it, or from none of them, so no sum
//! is exceeded however many pages there are. Bytes that cannot be refused any more are charged: they
//! count like the rest and leave less room for others.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use thiserror::Error;

use crate::resources::limits::{
    ALWAYS_LEAVING_BYTES, MAX_LEAVING_BYTES, MAX_PENDING_BYTES, MAX_VISITOR_BYTES,
};

/// Bytes that are held for one owner: the relay, all pages, a page, a room, a peer.
#[derive(Debug)]
pub(crate) struct Account {
    held: AtomicUsize,
    most: usize,
    above: Option<Arc<Account>>,
    /// Takes at most half of what is left above, so that accounts beside it find room.
    shares: bool,
}

/// An account, or one above it, has no room for the bytes.
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
        Arc::new(Self { held: AtomicUsize::new(0), most, above: None, shares: false })
    }

    /// An account with room for `most` bytes, all of which also count for this one.
    pub(crate) fn under(self: &Arc<Self>, most: usize) -> Arc<Self> {
        let above = Some(Arc::clone(self));
        Arc::new(Self { held: AtomicUsize::new(0), most, above, shares: false })
    }

    /// An account with room for `most` bytes, and for no more than is left above. However many of
    /// them are filled, a new one has as much room as each of them has taken (Choudhury and Hahne's
    /// dynamic threshold, 1998).
    pub(crate) fn share(self: &Arc<Self>, most: usize) -> Arc<Self> {
        let above = Some(Arc::clone(self));
        Arc::new(Self { held: AtomicUsize::new(0), most, above, shares: true })
    }

    /// Bytes that are held now.
    pub(crate) fn held(&self) -> usize {
        self.held.load(Ordering::Relaxed)
    }

    /// Bytes that could be taken now.
    pub(crate) fn room(&self) -> usize {
        let room = self.most().saturating_sub(self.held());
        self.above.as_ref().map_or(room, |above| room.min(above.room()))
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

    /// Takes bytes, whether there is room or not.
    pub(crate) fn charge(self: &Arc<Self>, bytes: usize) -> Hold {
        let mut hold = self.open();
        hold.settle(bytes);
        hold
    }

    /// The limit as it is now.
    fn most(&self) -> usize {
        match &self.above {
            Some(above) if self.shares => self.most.min((above.room() + self.held()) / 2),
            _ => self.most,
        }
    }

    fn take(&self, bytes: usize) -> Result<(), Full> {
        let most = self.most();
        let enough = |held: usize| held.checked_add(bytes).filter(|sum| *sum <= most);
        self.held
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, enough)
            .map_err(|_| Full { most })?;
        let Some(above) = &self.above else { return Ok(()) };
        above.take(bytes).inspect_err(|_| {
            self.held.fetch_sub(bytes, Ordering::Relaxed);
        })
    }

    fn add(&self, bytes: usize) {
        self.held.fetch_add(bytes, Ordering::Relaxed);
        if let Some(above) = &self.above {
            above.add(bytes);
        }
    }

    fn give_back(&self, bytes: usize) {
        self.held.fetch_sub(bytes, Ordering::Relaxed);
        if let Some(above) = &self.above {
            above.give_back(bytes);
        }
    }
}

impl Hold {
    /// How many bytes it holds.
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

    /// Holds exactly `bytes` from now on, whether there is room or not.
    pub(crate) fn settle(&mut self, bytes: usize) {
        match bytes.checked_sub(self.bytes) {
            Some(more) => self.account.add(more),
            None => self.shrink(self.bytes - bytes),
        }
        self.bytes = bytes;
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
    /// Bytes of pages: arguments and results of calls, and messages they have not acknowledged.
    pub(crate) pages: Arc<Account>,
    /// The part of them that may wait for as long as a page likes, at most half. The rest is for
    /// returns, which make room.
    waiting: Arc<Account>,
    /// Bytes of chat rooms: queues, and incomplete messages.
    pub(crate) rooms: Arc<Account>,
    /// Bytes of assistants: their logs, and messages that wait or are incomplete.
    pub(crate) assistants: Arc<Account>,
    /// Bytes of connections without a session.
    pub(crate) visitors: Arc<Account>,
}

impl Memory {
    /// Accounts for a relay that may hold `most` bytes. Pages, rooms and assistants take at most half each, and
    /// together they leave what new connections may need. Otherwise a relay full of pages could not
    /// answer a request.
    pub(crate) fn new(most: usize) -> Self {
        let relay = Account::new(most);
        let half = most / 2;
        let for_visitors = MAX_VISITOR_BYTES.min(most / 4);
        let inside = relay.under(most - for_visitors);
        let (pages, rooms, assistants) =
            (inside.under(half), inside.under(half), inside.under(half));
        let waiting = pages.under(half / 2);
        Self { pages, waiting, rooms, assistants, visitors: relay.under(for_visitors) }
    }

    /// The accounts of one more page.
    pub(crate) fn page(&self) -> PageMemory {
        PageMemory {
            waiting: self.waiting.share(MAX_PENDING_BYTES),
            leaving: self.pages.share(MAX_LEAVING_BYTES),
            buffers: Arc::clone(&self.pages),
        }
    }
}

/// What is held for one page.
#[derive(Debug, Clone)]
pub(crate) struct PageMemory {
    /// What waits for as long as the page, or a peer of its sockets, likes: calls with their
    /// arguments, and what a recv has that waits for more.
    pub(crate) waiting: Arc<Account>,
    /// What is on its way to the page: it leaves as fast as the page takes and confirms it.
    pub(crate) leaving: Arc<Account>,
    /// What its WebSocket reads into and writes from.
    pub(crate) buffers: Arc<Account>,
}

impl PageMemory {
    /// Room for `wanted` bytes that will leave for the page, or where there is less, for as many as
    /// there is room for and at least `least`. A page with nothing on its way always gets some.
    pub(crate) fn hold_leaving(&self, wanted: usize, least: usize) -> Option<Hold> {
        let leaving = &self.leaving;
        if let Ok(hold) = leaving.hold(wanted) {
            return Some(hold);
        }
        let room = leaving.room().min(wanted);
        if room >= least
            && let Ok(hold) = leaving.hold(room)
        {
            return Some(hold);
        }
        let always = leaving.held() + least <= ALWAYS_LEAVING_BYTES;
        always.then(|| leaving.charge(least))
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
    fn in_a_small_relay_the_largest_message_still_has_room_and_so_has_a_visitor() {
        let memory = Memory::new(16 * 1024 * 1024);
        assert!(memory.page().waiting.hold(lab_shared::wire::MAX_FRAME_BYTES).is_ok());
        assert!(memory.visitors.hold(MAX_VISITOR_BYTES / 64).is_ok());
    }

    #[test]
    fn a_page_shares_what_rooms_have_left_too() {
        let memory = Memory::new(8 * MAX_VISITOR_BYTES);
        let _rooms = memory.rooms.hold(4 * MAX_VISITOR_BYTES).unwrap();
        let _pages = memory.pages.hold(2 * MAX_VISITOR_BYTES).unwrap();
        assert_eq!(memory.pages.share(usize::MAX).room(), MAX_VISITOR_BYTES / 2);
    }

    #[test]
    fn an_account_that_shares_leaves_as_much_as_it_takes() {
        let relay = Account::new(120);
        let mut held = Vec::new();
        for room in [60, 30, 15, 7] {
            let page = relay.share(100);
            assert_eq!(page.room(), room);
            assert_eq!(page.hold(room + 1).unwrap_err(), Full { most: room });
            held.push(page.hold(room).unwrap());
        }
        let small = relay.share(3);
        assert_eq!(small.hold(4).unwrap_err(), Full { most: 3 });
    }

    #[test]
    fn a_page_always_receives_a_little() {
        let memory = Memory::new(4 * ALWAYS_LEAVING_BYTES);
        let _full = memory.pages.charge(2 * ALWAYS_LEAVING_BYTES);
        let page = memory.page();
        assert!(page.waiting.hold(1).is_err());
        let little = page.hold_leaving(ALWAYS_LEAVING_BYTES * 2, ALWAYS_LEAVING_BYTES).unwrap();
        assert_eq!(little.bytes(), ALWAYS_LEAVING_BYTES);
        assert!(page.hold_leaving(1, 1).is_none());
        drop(little);
        assert_eq!(page.hold_leaving(9, 9).unwrap().bytes(), 9);
    }

    #[test]
    fn what_is_charged_counts_and_may_pass_the_limit() {
        let relay = Account::new(100);
        let page = relay.share(60);
        let mut hold = page.hold(10).unwrap();
        hold.settle(130);
        assert_eq!((relay.held(), page.held(), page.room()), (130, 130, 0));
        assert_eq!(relay.share(60).hold(1).unwrap_err(), Full { most: 0 });
        hold.settle(20);
        assert_eq!((relay.held(), page.held(), page.room()), (20, 20, 30));
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

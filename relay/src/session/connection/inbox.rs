//! What the page has said and the session has not acted on yet. Mostly that is one message; more of
//! them are inbox back while a page has not confirmed what it was told, for their answers could not
//! be kept.

use std::collections::VecDeque;
use std::sync::Arc;

use lab_shared::call::CallId;
use lab_shared::wire::{RoomId, ToRelay};

use super::websocket::{Disconnect, malformed};
use crate::resources::account::{Account, Hold};
use crate::resources::limits::{CALL_BYTES, RESTING_MESSAGES, SMALL_MESSAGE_BYTES};

/// Something the page has item for.
#[derive(Debug)]
pub(crate) enum InboxItem {
    /// A message, and the bytes it takes until it is done with.
    Message(ToRelay, Hold),
    /// A call whose bytes have no room; they are dropped already.
    CallTooLarge(CallId),
    /// A request for this room, of which the same is so.
    RoomRequestTooLarge(RoomId),
}

/// What the page has item for, in the order it came.
#[derive(Debug)]
pub(crate) struct Inbox {
    item: VecDeque<InboxItem>,
    /// Where the bytes of messages count.
    account: Arc<Account>,
    most: usize,
}

impl Inbox {
    /// Holds as many messages as a page may have pending calls.
    pub(crate) fn new(most: usize, account: Arc<Account>) -> Self {
        Self { item: VecDeque::new(), account, most: most.max(1) }
    }

    /// Puts a message of `size` bytes behind the others.
    ///
    /// # Errors
    /// The page asks on and on and does not confirm what it is told.
    pub(crate) fn push(&mut self, message: ToRelay, size: usize) -> Result<(), Disconnect> {
        if self.item.len() >= self.most {
            return Err(malformed("more and more messages while none of the relay's is confirmed"));
        }
        let item = match (self.hold(size), message) {
            (Some(hold), message) => InboxItem::Message(message, hold),
            (None, ToRelay::Call(call)) => InboxItem::CallTooLarge(call.id),
            (None, ToRelay::Room(request)) => InboxItem::RoomRequestTooLarge(request.room),
            (None, _) => {
                return Err(malformed("a long message while the relay holds much already"));
            }
        };
        self.item.push_back(item);
        Ok(())
    }

    /// The next to act on.
    pub(crate) fn pop(&mut self) -> Option<InboxItem> {
        let item = self.item.pop_front();
        if self.item.is_empty() {
            // What a burst has needed is not kept for a page that rests.
            self.item.shrink_to(RESTING_MESSAGES);
        }
        item
    }

    /// A message of `size` bytes; a small one is never refused, for it may be what makes room.
    fn hold(&self, size: usize) -> Option<Hold> {
        let bytes = size + CALL_BYTES;
        if size > SMALL_MESSAGE_BYTES {
            return self.account.hold(bytes).ok();
        }
        Some(self.account.charge(bytes))
    }
}

//! Messages the session has received and not acted on. Usually there is one. More are kept while
//! the page has not acknowledged what it was sent, because their returns could not be kept.

use std::collections::VecDeque;
use std::sync::Arc;

use lab_shared::call::CallId;
use lab_shared::wire::{AssistantId, RoomId, ToRelay};

use super::websocket::{Disconnect, malformed};
use crate::resources::account::{Account, Hold};
use crate::resources::limits::{CALL_BYTES, RESTING_MESSAGES, SMALL_MESSAGE_BYTES};

/// One of them.
#[derive(Debug)]
pub(crate) enum InboxItem {
    /// A message, and the bytes it takes until it is done with.
    Message(ToRelay, Hold),
    /// A call whose bytes have no room; they are dropped already.
    CallTooLarge(CallId),
    /// A request for this room whose bytes have no room.
    RoomRequestTooLarge(RoomId),
    /// A request for this assistant whose bytes have no room.
    AssistantRequestTooLarge(AssistantId),
}

/// The messages in the order they came.
#[derive(Debug)]
pub(crate) struct Inbox {
    item: VecDeque<InboxItem>,
    /// The account of the messages.
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
    /// The page keeps sending and does not acknowledge.
    pub(crate) fn push(&mut self, message: ToRelay, size: usize) -> Result<(), Disconnect> {
        if self.item.len() >= self.most {
            return Err(malformed("more and more messages while none of the relay's is confirmed"));
        }
        let item = match (self.hold(size), message) {
            (Some(hold), message) => InboxItem::Message(message, hold),
            (None, ToRelay::Call(call)) => InboxItem::CallTooLarge(call.id),
            (None, ToRelay::Room(request)) => InboxItem::RoomRequestTooLarge(request.room),
            (None, ToRelay::Assistant(request)) => {
                InboxItem::AssistantRequestTooLarge(request.assistant)
            }
            (None, _) => {
                return Err(malformed("a long message while the relay holds much already"));
            }
        };
        self.item.push_back(item);
        Ok(())
    }

    /// Takes the next message.
    pub(crate) fn pop(&mut self) -> Option<InboxItem> {
        let item = self.item.pop_front();
        if self.item.is_empty() {
            // The capacity of a burst is not kept for an idle page.
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

//! What the page has said and the session has not acted on yet. Mostly that is one message; more of
//! them are held back while a page has not confirmed what it was told, for their answers could not
//! be kept.

use std::collections::VecDeque;

use lab_shared::wire::{Call, ToRelay};

use super::link::{End, malformed};
use crate::limits::MAX_PENDING_BYTES;

/// Messages in the order they came.
#[derive(Debug)]
pub(crate) struct Held {
    messages: VecDeque<ToRelay>,
    /// Bytes in the arguments of the calls among them.
    bytes: usize,
    most: usize,
}

impl Held {
    /// Holds as many messages as a page may have pending calls.
    pub(crate) fn new(most: usize) -> Self {
        Self { messages: VecDeque::new(), bytes: 0, most: most.max(1) }
    }

    /// Puts a message behind the others.
    ///
    /// # Errors
    /// The page asks on and on and does not confirm what it is told.
    pub(crate) fn keep(&mut self, message: ToRelay) -> Result<(), End> {
        self.bytes += size(&message);
        self.messages.push_back(message);
        if self.messages.len() > self.most || self.bytes > MAX_PENDING_BYTES {
            return Err(malformed("more and more messages while none of the relay's is confirmed"));
        }
        Ok(())
    }

    /// The next to act on.
    pub(crate) fn next(&mut self) -> Option<ToRelay> {
        let message = self.messages.pop_front()?;
        self.bytes -= size(&message);
        Some(message)
    }
}

fn size(message: &ToRelay) -> usize {
    match message {
        ToRelay::Call(Call { bytes, .. }) => bytes.len(),
        _ => 0,
    }
}

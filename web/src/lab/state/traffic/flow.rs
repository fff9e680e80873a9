//! One direction of a socket's stream, as that socket's own calls show it.

use std::collections::VecDeque;
use std::ops::Range;

use lab_shared::framing::{Framer, Framing};

use crate::lab::state::ruler::Found;

/// Most bytes kept; older ones are dropped.
const MAX_BYTES: usize = 4096;

/// How a program separates messages.
#[derive(Debug, Clone, PartialEq)]
pub struct FramingHint {
    /// Its framing.
    pub framing: Framing,
    /// The longest message, in bytes.
    pub max_message: usize,
}

/// The newest bytes, where calls cut them, and the messages in them. Positions count from the
/// stream's first byte.
#[derive(Debug, Clone)]
pub struct Flow {
    /// Whether its cuts are recvs; they are sends otherwise.
    received: bool,
    total: usize,
    bytes: VecDeque<u8>,
    cuts: VecDeque<Range<usize>>,
    /// Cuts that are no longer kept.
    before: usize,
    messages: VecDeque<Found>,
    framer: Option<Framer>,
    /// The position of the next message.
    next_message: usize,
    counted: bool,
}

/// The framer is derived from the other fields.
impl PartialEq for Flow {
    fn eq(&self, other: &Self) -> bool {
        self.total == other.total
            && self.cuts == other.cuts
            && self.messages == other.messages
            && self.bytes == other.bytes
            && self.counted == other.counted
    }
}

impl Flow {
    pub(super) fn of_recvs() -> Self {
        Self {
            received: true,
            total: 0,
            bytes: VecDeque::new(),
            cuts: VecDeque::new(),
            before: 0,
            messages: VecDeque::new(),
            framer: None,
            next_message: 0,
            counted: true,
        }
    }

    pub(super) fn of_sends() -> Self {
        Self { received: false, ..Self::of_recvs() }
    }

    /// How many bytes there have been.
    #[must_use]
    pub fn total(&self) -> usize {
        self.total
    }

    /// Whether every byte has been counted.
    #[must_use]
    pub fn is_counted(&self) -> bool {
        self.counted
    }

    /// The bytes kept from `start` on, and the position of the first.
    pub(crate) fn bytes_from(&self, start: usize) -> (usize, Vec<u8>) {
        let kept = self.total - self.bytes.len();
        let start = start.clamp(kept, self.total);
        (start, self.bytes.iter().skip(start - kept).copied().collect())
    }

    /// The cuts that end after `start`, and how many precede them.
    pub(crate) fn cuts_from(&self, start: usize) -> (usize, Vec<Range<usize>>) {
        let first = self.cuts.partition_point(|cut| cut.end <= start);
        (self.before + first, self.cuts.range(first..).cloned().collect())
    }

    /// The messages that end after `start`.
    pub(crate) fn messages_from(&self, start: usize) -> Vec<Found> {
        self.messages.iter().filter(|message| message.range.end > start).cloned().collect()
    }

    /// One call has moved these bytes.
    pub(super) fn add(&mut self, bytes: &[u8]) {
        let from = self.total;
        self.total += bytes.len();
        self.bytes.extend(bytes);
        self.cuts.push_back(from..self.total);
        self.find(bytes);
        let kept = self.total.saturating_sub(MAX_BYTES);
        self.bytes.drain(..self.bytes.len().saturating_sub(MAX_BYTES));
        while self.cuts.front().is_some_and(|cut| cut.end <= kept) {
            self.cuts.pop_front();
            self.before += 1;
        }
        while self.messages.front().is_some_and(|message| message.range.end <= kept) {
            self.messages.pop_front();
        }
    }

    /// An unknown number of bytes may have moved.
    pub(super) fn lose_count(&mut self) {
        self.counted = false;
    }

    pub(super) fn read_as(&mut self, hint: &FramingHint) {
        // Without framing a sender marks no messages, and a receiver takes each recv for a message.
        if hint.framing == Framing::Raw && !self.received {
            self.framer = None;
            return;
        }
        match &mut self.framer {
            Some(framer) => framer.set_framing(hint.framing.clone()),
            None => {
                self.framer = Some(Framer::new(hint.framing.clone(), hint.max_message));
                self.next_message = self.total;
            }
        }
        self.find(b"");
    }

    fn find(&mut self, bytes: &[u8]) {
        let Some(framer) = &mut self.framer else { return };
        framer.push(bytes);
        loop {
            let content = match framer.next_message() {
                Ok(None) => return,
                Ok(Some(content)) => Ok(content),
                Err(error) => Err(error.to_string()),
            };
            let end = self.total - framer.held();
            self.messages.push_back(Found { range: self.next_message..end, content });
            self.next_message = end;
        }
    }
}

//! How a session survives an interruption: each side counts the messages it receives, and keeps those
//! it has sent until they are acknowledged.
//!
//! A WebSocket loses and reorders nothing while it lasts, so a count `n` acknowledges the first `n`
//! messages. When a session is resumed, each side sends its count and the other resends the rest. In
//! between, `received` messages acknowledge, which keeps the number of kept messages small. Messages
//! for which `is_counted` is false belong to one WebSocket and are left out.

use std::collections::VecDeque;

use thiserror::Error;

use super::{
    CONFIRM_BYTES, CONFIRM_MESSAGES, Frame, MAX_UNCONFIRMED_BYTES, MAX_UNCONFIRMED_MESSAGES,
};

/// An impossible count: more messages than were ever sent, or fewer than were acknowledged before.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{claimed} messages cannot have come: {confirmed} were confirmed and {sent} sent")]
pub struct FalseCount {
    /// The count the other side has sent.
    pub claimed: u64,
    /// The count it had sent before.
    pub confirmed: u64,
    /// How many messages were sent to it.
    pub sent: u64,
}

/// The counted messages one side has sent and the other has not acknowledged, oldest first.
#[derive(Debug, Default)]
pub struct UnackedQueue {
    confirmed: u64,
    frames: VecDeque<Frame>,
    bytes: usize,
}

impl UnackedQueue {
    /// Keeps a message that is being sent, or that waits for a WebSocket.
    pub fn push(&mut self, frame: Frame) {
        self.bytes += frame.size();
        self.frames.push_back(frame);
    }

    /// Keeps a message that was sent before the last `later` of those kept, which were not sent yet.
    pub fn insert_before(&mut self, later: usize, frame: Frame) {
        self.bytes += frame.size();
        self.frames.insert(self.frames.len().saturating_sub(later), frame);
    }

    /// The other side has received the first `count` messages, so they are dropped here.
    ///
    /// # Errors
    /// [`FalseCount`]: the other side has a fault.
    pub fn ack(&mut self, count: u64) -> Result<(), FalseCount> {
        let sent = self.confirmed + self.frames.len() as u64;
        if count < self.confirmed || count > sent {
            return Err(FalseCount { claimed: count, confirmed: self.confirmed, sent });
        }
        while self.confirmed < count {
            if let Some(frame) = self.frames.pop_front() {
                self.bytes -= frame.size();
            }
            self.confirmed += 1;
        }
        if self.frames.is_empty() {
            // Frees the memory of a burst while the page is idle.
            self.frames = VecDeque::new();
        }
        Ok(())
    }

    /// The messages to resend.
    pub fn unacked(&self) -> impl ExactSizeIterator<Item = &Frame> {
        self.frames.iter()
    }

    /// Whether another message may be sent before some are acknowledged.
    #[must_use]
    pub fn has_room(&self) -> bool {
        self.bytes < MAX_UNCONFIRMED_BYTES && self.frames.len() < MAX_UNCONFIRMED_MESSAGES
    }
}

/// The counted messages received.
#[derive(Debug, Default)]
pub struct AckCounter {
    count: u64,
    told: u64,
    /// Bytes since the count was last sent.
    bytes: usize,
}

impl AckCounter {
    /// A counted message of `bytes` bytes was received.
    pub fn note(&mut self, bytes: usize) {
        self.count += 1;
        self.bytes += bytes;
    }

    /// The count, where enough has been received to acknowledge.
    pub fn due(&mut self) -> Option<u64> {
        let due = self.count - self.told >= CONFIRM_MESSAGES || self.bytes >= CONFIRM_BYTES;
        if due { self.news() } else { None }
    }

    /// The count, where it has not been acknowledged yet.
    pub fn news(&mut self) -> Option<u64> {
        let new = self.count > self.told;
        new.then(|| self.tell())
    }

    /// The count, which the caller sends now.
    pub fn tell(&mut self) -> u64 {
        self.told = self.count;
        self.bytes = 0;
        self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(name: &str) -> Frame {
        Frame::Text(name.into())
    }

    fn unacked(sent: &UnackedQueue) -> Vec<Frame> {
        sent.unacked().cloned().collect()
    }

    #[test]
    fn what_is_not_confirmed_is_said_again_in_order() {
        let mut sent = UnackedQueue::default();
        ["a", "b", "c"].into_iter().for_each(|name| sent.push(frame(name)));
        sent.ack(1).unwrap();
        assert_eq!(unacked(&sent), [frame("b"), frame("c")]);
        sent.ack(1).unwrap();
        sent.ack(3).unwrap();
        assert_eq!(unacked(&sent), []);
    }

    #[test]
    fn what_went_out_before_others_is_said_again_before_them() {
        let mut sent = UnackedQueue::default();
        ["a", "b"].into_iter().for_each(|name| sent.push(frame(name)));
        sent.insert_before(1, frame("x"));
        sent.insert_before(0, frame("y"));
        assert_eq!(unacked(&sent), [frame("a"), frame("x"), frame("b"), frame("y")]);
        sent.ack(2).unwrap();
        sent.insert_before(9, frame("z"));
        assert_eq!(unacked(&sent), [frame("z"), frame("b"), frame("y")]);
        sent.ack(5).unwrap();
        assert!(sent.has_room());
    }

    #[test]
    fn a_count_that_cannot_be_is_refused_and_changes_nothing() {
        let mut sent = UnackedQueue::default();
        ["a", "b"].into_iter().for_each(|name| sent.push(frame(name)));
        sent.ack(1).unwrap();
        let wrong = |claimed| Err(FalseCount { claimed, confirmed: 1, sent: 2 });
        assert_eq!(sent.ack(0), wrong(0));
        assert_eq!(sent.ack(3), wrong(3));
        assert_eq!(unacked(&sent), [frame("b")]);
    }

    #[test]
    fn room_ends_with_many_messages_or_many_bytes_and_comes_back() {
        let mut sent = UnackedQueue::default();
        (0..MAX_UNCONFIRMED_MESSAGES - 1).for_each(|_| sent.push(frame("")));
        assert!(sent.has_room());
        sent.push(frame(""));
        assert!(!sent.has_room());
        sent.ack(1).unwrap();
        assert!(sent.has_room());

        let mut sent = UnackedQueue::default();
        sent.push(Frame::Binary(vec![0; MAX_UNCONFIRMED_BYTES].into()));
        assert!(!sent.has_room());
        sent.ack(1).unwrap();
        assert!(sent.has_room());
    }

    #[test]
    fn a_count_is_due_after_so_many_messages_or_bytes_and_is_told_once() {
        let mut received = AckCounter::default();
        assert_eq!(received.news(), None);
        (1..CONFIRM_MESSAGES).for_each(|_| received.note(1));
        assert_eq!(received.due(), None);
        received.note(1);
        assert_eq!((received.due(), received.due()), (Some(CONFIRM_MESSAGES), None));
        received.note(CONFIRM_BYTES);
        assert_eq!(received.due(), Some(CONFIRM_MESSAGES + 1));
        received.note(1);
        assert_eq!((received.due(), received.news()), (None, Some(CONFIRM_MESSAGES + 2)));
        assert_eq!(received.news(), None);
    }
}

//! What waits to be written to one peer.

use std::collections::VecDeque;

use bytes::{Buf, Bytes};

/// A queue of shared byte strings; each may hold several messages.
#[derive(Debug, Default)]
pub(super) struct SendQueue {
    batches: VecDeque<Batch>,
    bytes: usize,
    /// Whether the first batch is partly written already and must be written to its end.
    torn: bool,
    /// Leading bytes that are in a write which has not returned: any of them may be taken yet.
    writing: usize,
}

#[derive(Debug)]
struct Batch {
    bytes: Bytes,
    messages: u32,
}

impl SendQueue {
    /// Bytes that wait.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bytes == 0
    }

    /// Append messages; whether the queue was empty before.
    pub(super) fn push(&mut self, bytes: Bytes, messages: u32) -> bool {
        let was_empty = self.is_empty();
        self.bytes += bytes.len();
        self.batches.push_back(Batch { bytes, messages });
        was_empty
    }

    /// Drop the oldest whole batch of which no byte is being written; how many messages were in it.
    /// `None` if only such are left that were begun.
    pub(super) fn drop_oldest(&mut self) -> Option<u32> {
        let batch = self.batches.remove(self.begun())?;
        self.bytes -= batch.bytes.len();
        Some(batch.messages)
    }

    /// How many batches must be written to their end.
    fn begun(&self) -> usize {
        let mut before = 0;
        let in_write = self.batches.iter().take_while(|batch| {
            let begun = before < self.writing;
            before += batch.bytes.len();
            begun
        });
        in_write.count().max(usize::from(self.torn))
    }

    /// A write of so many leading bytes has begun; [`SendQueue::wrote`] ends it.
    pub(super) fn writing(&mut self, bytes: usize) {
        self.writing = bytes;
    }

    /// The bytes in order, a slice a batch.
    pub(super) fn slices(&self) -> impl Iterator<Item = &[u8]> {
        self.batches.iter().map(|batch| &batch.bytes[..])
    }

    /// The peer's socket took so many bytes.
    pub(super) fn wrote(&mut self, mut bytes: usize) {
        self.bytes = self.bytes.saturating_sub(bytes);
        self.writing = 0;
        while let Some(first) = self.batches.front_mut() {
            if bytes < first.bytes.len() {
                first.bytes.advance(bytes);
                self.torn |= bytes > 0;
                return;
            }
            bytes -= first.bytes.len();
            self.batches.pop_front();
            self.torn = false;
        }
    }

    /// Forget everything.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(batches: &[&'static str]) -> SendQueue {
        let mut queue = SendQueue::default();
        for batch in batches {
            queue.push(Bytes::from_static(batch.as_bytes()), 1);
        }
        queue
    }

    fn left(queue: &SendQueue) -> String {
        queue.slices().map(|slice| std::str::from_utf8(slice).unwrap()).collect()
    }

    #[test]
    fn what_was_written_leaves_and_the_rest_stays_in_order() {
        let mut queue = queue(&["abc", "def", "gh"]);
        queue.wrote(4);
        assert_eq!((left(&queue).as_str(), queue.bytes()), ("efgh", 4));
        queue.wrote(4);
        assert!(queue.is_empty());
        assert_eq!(queue.slices().count(), 0);
    }

    #[test]
    fn a_message_that_was_begun_is_never_dropped() {
        let mut queue = queue(&["abc", "def", "gh"]);
        queue.wrote(1);
        assert_eq!(queue.drop_oldest(), Some(1));
        assert_eq!(left(&queue), "bcgh");
        assert_eq!(queue.drop_oldest(), Some(1));
        assert_eq!(queue.drop_oldest(), None);
        assert_eq!((left(&queue).as_str(), queue.bytes()), ("bc", 2));
    }
    #[test]
    fn what_is_in_a_write_under_way_is_not_dropped() {
        let mut queue = queue(&["abc", "def", "gh"]);
        queue.writing(4);
        assert_eq!(queue.drop_oldest(), Some(1), "only the third is wholly behind the write");
        assert_eq!(queue.drop_oldest(), None);
        assert_eq!(left(&queue), "abcdef");
        queue.wrote(3);
        assert_eq!(queue.drop_oldest(), Some(1), "the write has returned");
    }
}

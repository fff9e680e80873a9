//! The bytes that wait to be written to one peer.

use std::collections::VecDeque;

use bytes::Bytes;

/// The cost of one place in a queue besides the bytes, with the slack of a growing queue.
pub(super) const PLACE_BYTES: usize = 64;

/// The cost of a byte string besides its bytes: the allocator's overhead and the reference count.
const STRING_BYTES: usize = 64;

/// An empty queue with more places frees them.
const SPARE_PLACES: usize = 64;

/// The cost of a byte string, however many queues share it.
pub(super) fn string_cost(bytes: &Bytes) -> usize {
    bytes.len() + STRING_BYTES
}

/// A queue of shared byte strings; each may hold several messages.
#[derive(Debug, Default)]
pub(super) struct SendQueue {
    batches: VecDeque<Batch>,
    /// Bytes that wait.
    bytes: usize,
    /// Leading bytes of the first batch already written: the batch must be written to its end.
    written: usize,
    /// Leading bytes in a write that has not returned: any of them may still be taken.
    writing: usize,
}

#[derive(Debug)]
struct Batch {
    bytes: Bytes,
    messages: u32,
}

/// A batch that was dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dropped {
    pub(super) messages: u32,
    /// The cost that is freed by that.
    pub(super) freed: usize,
}

impl Batch {
    /// The cost freed once this queue drops it; another queue may hold the same bytes.
    fn freed(&self) -> usize {
        PLACE_BYTES + if self.bytes.is_unique() { string_cost(&self.bytes) } else { 0 }
    }
}

impl SendQueue {
    /// Bytes that wait.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bytes == 0
    }

    /// The cost of the queue if it shared no bytes with others.
    pub(super) fn weight(&self) -> usize {
        self.bytes + self.written + self.batches.len() * (PLACE_BYTES + STRING_BYTES)
    }

    /// The byte strings, whole.
    pub(super) fn strings(&self) -> impl ExactSizeIterator<Item = &Bytes> {
        self.batches.iter().map(|batch| &batch.bytes)
    }

    /// Appends messages of at least one byte, and returns whether the queue was empty.
    pub(super) fn push(&mut self, bytes: Bytes, messages: u32) -> bool {
        let was_empty = self.is_empty();
        self.bytes += bytes.len();
        self.batches.push_back(Batch { bytes, messages });
        was_empty
    }

    /// Drop the oldest whole batch of which no byte is being written. `None` if every batch left
    /// has been begun.
    pub(super) fn drop_oldest(&mut self) -> Option<Dropped> {
        let batch = self.batches.remove(self.begun())?;
        self.bytes -= batch.bytes.len();
        Some(Dropped { messages: batch.messages, freed: batch.freed() })
    }

    /// How many batches must be written to their end.
    fn begun(&self) -> usize {
        let begun = self.written + self.writing;
        let mut before = 0;
        let in_write = self.batches.iter().take_while(|batch| {
            let is_begun = before < begun;
            before += batch.bytes.len();
            is_begun
        });
        in_write.count()
    }

    /// A write of `bytes` leading bytes has begun; [`SendQueue::wrote`] ends it.
    pub(super) fn writing(&mut self, bytes: usize) {
        self.writing = bytes;
    }

    /// The bytes in order, a slice a batch.
    pub(super) fn slices(&self) -> impl Iterator<Item = &[u8]> {
        let mut written = self.written;
        self.batches.iter().map(move |batch| &batch.bytes[std::mem::take(&mut written)..])
    }

    /// The peer's socket took `bytes` bytes. Returns the cost freed.
    pub(super) fn wrote(&mut self, bytes: usize) -> usize {
        let bytes = bytes.min(self.bytes);
        self.bytes -= bytes;
        self.written += bytes;
        self.writing = 0;
        let mut freed = 0;
        while let Some(first) = self.batches.front()
            && self.written >= first.bytes.len()
        {
            self.written -= first.bytes.len();
            freed += first.freed();
            self.batches.pop_front();
        }
        if self.batches.is_empty() && self.batches.capacity() > SPARE_PLACES {
            self.batches = VecDeque::new();
        }
        freed
    }

    /// Drops everything, and returns the cost freed.
    pub(super) fn clear(&mut self) -> usize {
        let freed = self.batches.drain(..).map(|batch| batch.freed()).sum();
        *self = Self::default();
        freed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(batches: &[&'static str]) -> SendQueue {
        let mut queue = SendQueue::default();
        for batch in batches {
            queue.push(Bytes::copy_from_slice(batch.as_bytes()), 1);
        }
        queue
    }

    fn left(queue: &SendQueue) -> String {
        queue.slices().map(|slice| std::str::from_utf8(slice).unwrap()).collect()
    }

    fn drop_oldest(queue: &mut SendQueue) -> Option<u32> {
        queue.drop_oldest().map(|dropped| dropped.messages)
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
        assert_eq!(drop_oldest(&mut queue), Some(1));
        assert_eq!(left(&queue), "bcgh");
        assert_eq!(drop_oldest(&mut queue), Some(1));
        assert_eq!(drop_oldest(&mut queue), None);
        assert_eq!((left(&queue).as_str(), queue.bytes()), ("bc", 2));
    }

    #[test]
    fn what_is_in_a_write_under_way_is_not_dropped() {
        let mut queue = queue(&["abc", "def", "gh"]);
        queue.writing(4);
        assert_eq!(drop_oldest(&mut queue), Some(1), "only the third is wholly behind the write");
        assert_eq!(drop_oldest(&mut queue), None);
        assert_eq!(left(&queue), "abcdef");
        queue.wrote(3);
        assert_eq!(drop_oldest(&mut queue), Some(1), "the write has returned");
    }

    #[test]
    fn bytes_that_several_queues_share_are_freed_by_the_last() {
        let shared = Bytes::copy_from_slice(b"for both");
        let (mut one, mut other) = (SendQueue::default(), SendQueue::default());
        one.push(shared.clone(), 1);
        other.push(shared, 1);
        assert_eq!(one.wrote(8), PLACE_BYTES);
        assert_eq!(other.clear(), PLACE_BYTES + STRING_BYTES + 8);
    }
}

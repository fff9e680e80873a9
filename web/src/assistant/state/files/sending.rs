//! A file on its way out: blocks are read from it when the last one is used up, and parts of a block are
//! sent when few bytes wait before them. So the page holds one block and a short queue of any file.

use bytes::Bytes;
use std::ops::Range;
use std::time::Duration;

use lab_shared::assistant::session::{EndId, Target};

/// What is read at once.
const BLOCK: u64 = 1 << 20;

/// A part is sent while at most so many bytes wait for the peer.
const SHORT_QUEUE: usize = 256 << 10;

/// What to send, whereto, and how fast.
#[derive(Debug, Clone, PartialEq)]
pub struct FileOrder {
    pub end: EndId,
    pub target: Target,
    /// The file's bytes.
    pub size: u64,
    /// Bytes of each part; the last one may be shorter.
    pub part: usize,
    /// The time from one part to the next.
    pub pause: Duration,
}

/// What comes next.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SendStep {
    /// Read these bytes of the file.
    Read(Range<u64>),
    /// Send this part.
    Part(Bytes),
    /// It has ended.
    Over(SendEnd),
}

/// How it has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendEnd {
    /// All was written.
    Done,
    /// The person has cancelled it.
    Cancelled,
    /// Nobody is there any more.
    Gone,
    /// The file cannot be read, or has changed.
    Unreadable,
}

/// A file that is being sent.
#[derive(Debug)]
pub(crate) struct FileSending {
    pub(crate) order: FileOrder,
    /// What was read and not yet sent.
    block: Bytes,
    /// How far it was read, or is being read.
    read: u64,
    reading: bool,
    /// Bytes of the parts that were sent.
    handed: u64,
    /// When the next part may be sent.
    due: Duration,
    unreadable: bool,
}

impl FileSending {
    pub(crate) fn begin(order: FileOrder, now: Duration) -> Self {
        let (read, reading, handed, unreadable) = (0, false, 0, false);
        Self { order, block: Bytes::new(), read, reading, handed, due: now, unreadable }
    }

    /// What was asked for was read; `None` if it could not be.
    pub(crate) fn block(&mut self, block: Option<Bytes>) {
        if !std::mem::take(&mut self.reading) {
            return;
        }
        let expected = self.read - self.handed;
        match block.filter(|block| block.len() as u64 == expected) {
            Some(block) => self.block = block,
            None => self.unreadable = true,
        }
    }

    /// What comes next, when `waiting` bytes wait for the peer.
    pub(crate) fn poll(&mut self, now: Duration, waiting: Option<usize>) -> Option<SendStep> {
        let Some(waiting) = waiting else { return Some(SendStep::Over(SendEnd::Gone)) };
        if self.unreadable {
            return Some(SendStep::Over(SendEnd::Unreadable));
        }
        if self.block.is_empty() && self.read < self.order.size {
            if self.reading {
                return None;
            }
            self.reading = true;
            let from = self.read;
            self.read = self.order.size.min(from + BLOCK);
            return Some(SendStep::Read(from..self.read));
        }
        if self.block.is_empty() {
            let done = !self.reading && waiting == 0;
            return done.then_some(SendStep::Over(SendEnd::Done));
        }
        if waiting > SHORT_QUEUE || now < self.due {
            return None;
        }
        let part = self.block.split_to(self.order.part.clamp(1, self.block.len()));
        self.handed += part.len() as u64;
        // Parts that were missed are not made up for.
        self.due = (self.due + self.order.pause).max(now);
        Some(SendStep::Part(part))
    }

    /// When to poll again, if nothing else happens before.
    #[must_use]
    pub(crate) fn poll_timeout(&self) -> Option<Duration> {
        (!self.block.is_empty() && !self.order.pause.is_zero()).then_some(self.due)
    }

    /// Bytes that are written, when `waiting` bytes wait for the peer.
    #[must_use]
    pub(crate) fn written(&self, waiting: Option<usize>) -> u64 {
        self.handed.saturating_sub(waiting.unwrap_or_default() as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sending(size: u64, part: usize, pause: u64) -> FileSending {
        let pause = Duration::from_millis(pause);
        let order = FileOrder { end: EndId(0), target: Target::All, size, part, pause };
        FileSending::begin(order, Duration::ZERO)
    }

    fn zeros(range: Range<u64>) -> Option<Bytes> {
        Some(Bytes::from(vec![0; (range.end - range.start) as usize]))
    }

    #[test]
    fn a_large_file_is_read_block_by_block_and_waits_for_the_queue() {
        let size = 5 * BLOCK + 7;
        let mut sending = sending(size, 64 << 10, 0);
        let (mut waiting, mut most, mut sent) = (0, 0, 0);
        let mut read = 0;
        loop {
            match sending.poll(Duration::ZERO, Some(waiting)) {
                Some(SendStep::Read(range)) => {
                    assert_eq!(range.start, read);
                    read = range.end;
                    assert_eq!(sending.poll(Duration::ZERO, Some(waiting)), None, "it is read");
                    sending.block(zeros(range));
                }
                Some(SendStep::Part(part)) => {
                    sent += part.len() as u64;
                    waiting += part.len();
                    most = most.max(waiting);
                }
                Some(SendStep::Over(end)) => break assert_eq!(end, SendEnd::Done),
                // The peer reads.
                None => waiting = 0,
            }
        }
        assert_eq!((sent, read), (size, size));
        assert!(most <= SHORT_QUEUE + (64 << 10), "{most} bytes waited");
    }

    #[test]
    fn parts_keep_their_pacing() {
        let mut sending = sending(30, 10, 50);
        let Some(SendStep::Read(range)) = sending.poll(Duration::ZERO, Some(0)) else { panic!() };
        sending.block(zeros(range));
        let at = Duration::from_millis;
        let is_part = |sending: &mut FileSending, now| matches!(sending.poll(at(now), Some(0)), Some(SendStep::Part(part)) if part.len() == 10);
        assert!(is_part(&mut sending, 0) && !is_part(&mut sending, 49));
        assert_eq!(sending.poll_timeout(), Some(at(50)));
        assert!(is_part(&mut sending, 53) && is_part(&mut sending, 103));
        assert_eq!(sending.poll_timeout(), None);
        assert_eq!(sending.poll(at(103), Some(10)), None);
        assert_eq!((sending.written(Some(10)), sending.written(Some(0))), (20, 30));
        assert_eq!(sending.poll(at(103), Some(0)), Some(SendStep::Over(SendEnd::Done)));
    }

    #[test]
    fn a_peer_that_leaves_and_a_file_that_changes_end_it() {
        let over = |end| Some(SendStep::Over(end));
        assert_eq!(sending(9, 9, 0).poll(Duration::ZERO, None), over(SendEnd::Gone));
        for block in [None, Some(Bytes::from_static(b"short"))] {
            let mut sending = sending(9, 9, 0);
            sending.poll(Duration::ZERO, Some(0));
            sending.block(block);
            assert_eq!(sending.poll(Duration::ZERO, Some(0)), over(SendEnd::Unreadable));
        }
        assert_eq!(sending(0, 9, 0).poll(Duration::ZERO, Some(0)), over(SendEnd::Done));
    }
}

//! The calls in the order of their ids, in chunks that copies share: a copy costs a pointer for
//! every hundred calls, and a change copies only its chunk.

use std::collections::VecDeque;
use std::ops::Range;
use std::rc::Rc;

use super::CallRecord;
use crate::call::CallId;

/// Calls in a full chunk.
const CHUNK: usize = 128;

type Chunk = Rc<Vec<Rc<CallRecord>>>;

/// The calls.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct CallLog {
    /// None of them is empty.
    chunks: VecDeque<Chunk>,
    len: usize,
}

impl CallLog {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Adds a call; its id is higher than every other.
    pub(super) fn push(&mut self, call: CallRecord) {
        self.len += 1;
        match self.chunks.back_mut().filter(|chunk| chunk.len() < CHUNK) {
            Some(last) => Rc::make_mut(last).push(Rc::new(call)),
            None => self.chunks.push_back(Rc::new(vec![Rc::new(call)])),
        }
    }

    pub(super) fn get(&self, id: CallId) -> Option<&CallRecord> {
        let (chunk, at) = self.find(id)?;
        Some(&self.chunks[chunk][at])
    }

    pub(super) fn get_mut(&mut self, id: CallId) -> Option<&mut CallRecord> {
        let (chunk, at) = self.find(id)?;
        Some(Rc::make_mut(&mut Rc::make_mut(&mut self.chunks[chunk])[at]))
    }

    /// The call at a position, counted from the oldest.
    pub(super) fn at(&self, position: usize) -> Option<&CallRecord> {
        let mut before = 0;
        for chunk in &self.chunks {
            if position < before + chunk.len() {
                return Some(&chunk[position - before]);
            }
            before += chunk.len();
        }
        None
    }

    /// The position of a call, counted from the oldest.
    pub(super) fn position(&self, id: CallId) -> Option<usize> {
        let (chunk, at) = self.find(id)?;
        Some(self.chunks.iter().take(chunk).map(|chunk| chunk.len()).sum::<usize>() + at)
    }

    /// The position of the first call after `id`.
    pub(super) fn first_after(&self, id: CallId) -> usize {
        let chunk = self.chunks.partition_point(|chunk| chunk[0].id <= id).saturating_sub(1);
        let before: usize = self.chunks.iter().take(chunk).map(|chunk| chunk.len()).sum();
        let within = self.chunks.get(chunk);
        before + within.map_or(0, |chunk| chunk.partition_point(|call| call.id <= id))
    }

    pub(super) fn iter(&self) -> Calls<'_> {
        self.range(0..self.len)
    }

    /// The calls at these positions.
    pub(super) fn range(&self, positions: Range<usize>) -> Calls<'_> {
        let end = positions.end.min(self.len);
        Calls {
            log: self,
            front: self.place(positions.start),
            left: end.saturating_sub(positions.start),
            back: self.place(end),
        }
    }

    /// Takes out a call.
    pub(super) fn remove(&mut self, id: CallId) {
        let Some((chunk, at)) = self.find(id) else { return };
        Rc::make_mut(&mut self.chunks[chunk]).remove(at);
        if self.chunks[chunk].is_empty() {
            self.chunks.remove(chunk);
        }
        self.len -= 1;
    }

    /// Ids ascend, so both searches are binary.
    fn find(&self, id: CallId) -> Option<(usize, usize)> {
        let chunk = self.chunks.partition_point(|chunk| chunk[0].id <= id).checked_sub(1)?;
        let at = self.chunks[chunk].binary_search_by_key(&id, |call| call.id).ok()?;
        Some((chunk, at))
    }

    fn place(&self, position: usize) -> (usize, usize) {
        let mut left = position;
        for (number, chunk) in self.chunks.iter().enumerate() {
            if left < chunk.len() {
                return (number, left);
            }
            left -= chunk.len();
        }
        (self.chunks.len(), 0)
    }
}

/// Calls in order, from either end.
#[derive(Debug, Clone)]
pub(super) struct Calls<'a> {
    log: &'a CallLog,
    front: (usize, usize),
    back: (usize, usize),
    left: usize,
}

impl<'a> Iterator for Calls<'a> {
    type Item = &'a CallRecord;

    fn next(&mut self) -> Option<&'a CallRecord> {
        self.left = self.left.checked_sub(1)?;
        let (chunk, at) = self.front;
        let calls = &self.log.chunks[chunk];
        self.front = if at + 1 < calls.len() { (chunk, at + 1) } else { (chunk + 1, 0) };
        Some(&calls[at])
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<'a> DoubleEndedIterator for Calls<'a> {
    fn next_back(&mut self) -> Option<&'a CallRecord> {
        self.left = self.left.checked_sub(1)?;
        let (chunk, at) = self.back;
        self.back = match at.checked_sub(1) {
            Some(before) => (chunk, before),
            None => (chunk - 1, self.log.chunks[chunk - 1].len() - 1),
        };
        let (chunk, at) = self.back;
        Some(&self.log.chunks[chunk][at])
    }
}

impl ExactSizeIterator for Calls<'_> {}

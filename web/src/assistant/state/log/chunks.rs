//! A long list in chunks that copies share: a copy costs a pointer for every few hundred items, and a
//! change copies only its chunk.

use std::collections::VecDeque;
use std::rc::Rc;

/// Items in a full chunk.
const CHUNK: usize = 256;

/// The list. Items are added at its end and taken from its front.
#[derive(Debug, Clone)]
pub(crate) struct Chunks<T> {
    /// All full but the last.
    chunks: VecDeque<Rc<Vec<T>>>,
    /// Items at the front of the first chunk that were taken.
    taken: usize,
    len: usize,
}

impl<T> Default for Chunks<T> {
    fn default() -> Self {
        Self { chunks: VecDeque::new(), taken: 0, len: 0 }
    }
}

impl<T: Clone> Chunks<T> {
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(crate) fn push(&mut self, item: T) {
        self.len += 1;
        match self.chunks.back_mut().filter(|chunk| chunk.len() < CHUNK) {
            Some(last) => Rc::make_mut(last).push(item),
            None => {
                let mut chunk = Vec::with_capacity(CHUNK);
                chunk.push(item);
                self.chunks.push_back(Rc::new(chunk));
            }
        }
    }

    pub(crate) fn first(&self) -> Option<&T> {
        self.get(0)
    }

    pub(crate) fn pop_front(&mut self) -> Option<T> {
        let item = self.first()?.clone();
        self.taken += 1;
        self.len -= 1;
        if self.chunks.front().is_some_and(|first| first.len() == self.taken) {
            self.chunks.pop_front();
            self.taken = 0;
        }
        Some(item)
    }

    /// The item at a position, counted from the front.
    pub(crate) fn get(&self, position: usize) -> Option<&T> {
        let place = self.taken + position;
        self.chunks.get(place / CHUNK)?.get(place % CHUNK)
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> + ExactSizeIterator {
        (0..self.len).map(|position| self.get(position).expect("it is within the list"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_at_the_end_is_found_by_its_position_and_taken_from_the_front() {
        let mut list = Chunks::default();
        (0..1000).for_each(|item| list.push(item));
        for taken in 0..700 {
            assert_eq!(list.pop_front(), Some(taken));
        }
        assert_eq!((list.len(), list.first(), list.get(299)), (300, Some(&700), Some(&999)));
        assert!(list.iter().copied().eq(700..1000));
        assert_eq!(list.get(300), None);
        let copy = list.clone();
        assert_eq!((0..300).filter_map(|_| list.pop_front()).count(), 300);
        assert_eq!((list.len(), list.pop_front(), list.get(0)), (0, None, None));
        list.push(7);
        assert_eq!(list.get(0), Some(&7));
        assert_eq!(copy.len(), 300);
    }
}

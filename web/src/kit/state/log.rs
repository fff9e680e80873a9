//! A bounded log: old entries are dropped and counted.

use std::collections::VecDeque;
use std::rc::Rc;

use lab_shared::call::Micros;

/// Most entries kept.
pub(crate) const MAX_ENTRIES: usize = 500;

#[derive(Debug, Clone, PartialEq)]
pub struct Entry<T> {
    /// Its number, from 0 on; never used twice.
    pub number: u64,
    /// When, on the page's clock.
    pub at: Micros,
    /// What happened.
    pub what: T,
}

/// The list.
#[derive(Debug, Clone, PartialEq)]
pub struct Log<T> {
    entries: VecDeque<Rc<Entry<T>>>,
    next: u64,
    dropped: u64,
}

impl<T> Default for Log<T> {
    fn default() -> Self {
        Self { entries: VecDeque::new(), next: 0, dropped: 0 }
    }
}

impl<T> Log<T> {
    /// Adds an entry, and drops the oldest where there are too many.
    pub fn push(&mut self, at: Micros, what: T) {
        self.entries.push_back(Rc::new(Entry { number: self.next, at, what }));
        self.next += 1;
        if self.entries.len() > MAX_ENTRIES {
            self.entries.pop_front();
            self.dropped += 1;
        }
    }

    /// The entries kept, oldest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &Rc<Entry<T>>> + ExactSizeIterator {
        self.entries.iter()
    }

    /// How many were dropped.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// How many there have been.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_go_and_are_counted() {
        let mut log = Log::default();
        for number in 0..MAX_ENTRIES as u64 + 3 {
            log.push(Micros(number), number);
        }
        assert_eq!((log.entries().len(), log.dropped()), (MAX_ENTRIES, 3));
        assert_eq!(log.entries().next().map(|entry| entry.what), Some(3));
        assert_eq!(log.total(), MAX_ENTRIES as u64 + 3);
    }
}

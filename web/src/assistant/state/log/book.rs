//! The entries, bounded in number and bytes, each with a number of its own.

use bytes::Bytes;
use std::rc::Rc;

use lab_shared::assistant::compose::Form;
use lab_shared::assistant::log::{Entry, LogSettings};

use super::chunks::Chunks;

/// An entry and its number, which is never used twice.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    pub(crate) number: u32,
    pub(crate) entry: Entry,
    /// The first bytes of a character that the receive before has cut.
    pub(crate) carried: Bytes,
    /// How it was written; of what nobody wrote, how the last message before it was.
    pub(crate) form: Form,
}

/// The entries, the oldest first. Cloning it is cheap.
#[derive(Debug, Clone, Default)]
pub(crate) struct Book {
    settings: LogSettings,
    rows: Chunks<Rc<Row>>,
    next: u32,
    bytes: usize,
    dropped: u64,
}

impl Book {
    pub(crate) fn new(settings: LogSettings) -> Self {
        Self { settings, ..Self::default() }
    }

    /// Adds an entry, and drops the oldest where there is no room.
    pub(crate) fn push(&mut self, entry: Entry, carried: Bytes, form: Form) -> Rc<Row> {
        self.bytes += entry.kind.bytes().len();
        let row = Rc::new(Row { number: self.next, entry, carried, form });
        self.next = self.next.wrapping_add(1);
        self.rows.push(Rc::clone(&row));
        while self.rows.len() > self.settings.entries.max(1) || self.bytes > self.settings.bytes {
            let Some(oldest) = self.rows.pop_front() else { break };
            self.bytes -= oldest.entry.kind.bytes().len();
            self.dropped += 1;
        }
        row
    }

    pub(crate) fn rows(&self) -> &Chunks<Rc<Row>> {
        &self.rows
    }

    /// How many were dropped.
    pub(crate) fn dropped(&self) -> u64 {
        self.dropped
    }

    /// Forgets all entries; numbers go on.
    pub(crate) fn clear(&mut self) {
        self.rows = Chunks::default();
        self.bytes = 0;
        self.dropped = 0;
    }
}

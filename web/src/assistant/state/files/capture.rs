//! What an end receives as a file: how much is on its way to the disk, and when to receive no more.

use std::time::Duration;

use lab_shared::assistant::session::EndId;

/// Nothing more is received while so many bytes wait for the disk.
const MAX_UNWRITTEN: usize = 4 << 20;

/// A file of received bytes that is being written.
#[derive(Debug)]
pub(crate) struct Capture {
    pub(crate) end: EndId,
    /// Bytes received in all.
    pub(crate) received: u64,
    unwritten: usize,
    /// When the last progress was told.
    told: Duration,
}

/// The least time between two tellings.
const TELL_EACH: Duration = Duration::from_millis(100);

impl Capture {
    pub(crate) fn of(end: EndId) -> Self {
        Self { end, received: 0, unwritten: 0, told: Duration::ZERO }
    }

    pub(crate) fn received(&mut self, bytes: usize) {
        self.received += bytes as u64;
        self.unwritten += bytes;
    }

    pub(crate) fn written(&mut self, bytes: usize) {
        self.unwritten = self.unwritten.saturating_sub(bytes);
    }

    /// Whether the disk is behind.
    #[must_use]
    pub(crate) fn is_full(&self) -> bool {
        self.unwritten > MAX_UNWRITTEN
    }

    /// Whether all that was received is on the disk.
    #[must_use]
    pub(crate) fn is_idle(&self) -> bool {
        self.unwritten == 0
    }

    /// Whether progress is to be told again.
    pub(crate) fn tells(&mut self, now: Duration) -> bool {
        let tells = now >= self.told + TELL_EACH;
        if tells {
            self.told = now;
        }
        tells
    }
}

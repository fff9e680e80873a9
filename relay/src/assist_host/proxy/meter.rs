//! The figures of a link, which its task writes and the host reads.

use std::sync::{Mutex, MutexGuard, PoisonError};

use lab_shared::assistant::proxy::{Direction, Link, Traffic};

/// What a link has done so far. Its task writes it, and the host reads it.
#[derive(Debug, Default)]
pub(super) struct Meter(Mutex<LinkFigures>);

/// What has gone through a link, and what waits in it, by [`Direction`].
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct LinkFigures {
    pub(super) traffic: [Traffic; 2],
    pub(super) waiting: [usize; 2],
}

impl Meter {
    /// Takes a link's figures; `beside` is how many bytes wait each way that have passed it.
    pub(super) fn set(&self, link: &Link, beside: [usize; 2]) {
        let traffic = Direction::BOTH.map(|direction| link.traffic(direction));
        let waiting =
            Direction::BOTH.map(|direction| link.waiting(direction) + beside[direction as usize]);
        *self.figures() = LinkFigures { traffic, waiting };
    }

    pub(super) fn figures(&self) -> MutexGuard<'_, LinkFigures> {
        // Nobody panics while holding it, and each change is whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! How many bytes a room may hold, as its host counts them.

use std::fmt::Debug;

use crate::wire::MAX_ROOM_BYTES;

/// Counts the bytes a room holds: those queued for its peers, and those of incomplete messages. A
/// host whose rooms share a limit counts them together.
pub trait Budget: Debug + Send {
    /// Reserves `bytes` more for the room, and returns whether that is permitted. If not, nothing is counted.
    fn grow(&mut self, bytes: usize) -> bool;

    /// The room holds `bytes` less.
    fn shrink(&mut self, bytes: usize);
}

/// The budget of a room with a limit of its own.
#[derive(Debug)]
pub struct Cap {
    held: usize,
    most: usize,
}

impl Cap {
    /// A budget of this many bytes.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self { held: 0, most }
    }
}

impl Default for Cap {
    fn default() -> Self {
        Self::new(MAX_ROOM_BYTES)
    }
}

impl Budget for Cap {
    fn grow(&mut self, bytes: usize) -> bool {
        let Some(held) = self.held.checked_add(bytes).filter(|held| *held <= self.most) else {
            return false;
        };
        self.held = held;
        true
    }

    fn shrink(&mut self, bytes: usize) {
        self.held -= bytes;
    }
}

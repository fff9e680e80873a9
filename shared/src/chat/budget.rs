//! How many bytes a room may hold, as its host counts them.

use std::fmt::Debug;

use crate::wire::MAX_ROOM_BYTES;

/// Counts the bytes a room holds: what waits for its peers, and what they have sent of messages that
/// are not whole yet. A host whose rooms share a limit counts them all together.
pub trait Budget: Debug + Send {
    /// The room would hold so many bytes more; whether it may. If not, nothing is counted.
    fn grow(&mut self, bytes: usize) -> bool;

    /// The room holds so many bytes less.
    fn shrink(&mut self, bytes: usize);
}

/// The budget of a room that shares its limit with no other.
#[derive(Debug)]
pub struct Cap {
    held: usize,
    most: usize,
}

impl Cap {
    /// Room for so many bytes.
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

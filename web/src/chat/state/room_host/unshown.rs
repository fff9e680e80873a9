//! Lines of the transcript that are not shown yet.

use std::collections::VecDeque;
use std::mem;

use lab_shared::chat::RoomEvent;

/// Lines that are kept until they are shown. One recv may bring thousands of messages, each of which
/// is answered with a long text.
const MOST: usize = 512;

/// The newest lines, and how many older ones were dropped.
#[derive(Debug, Default)]
pub(super) struct Unshown {
    events: VecDeque<RoomEvent>,
    missed: u64,
}

impl Unshown {
    pub(super) fn push(&mut self, event: RoomEvent) {
        if self.events.len() == MOST {
            self.events.pop_front();
            self.missed += 1;
        }
        self.events.push_back(event);
    }

    /// The lines, and how many are missing before them.
    pub(super) fn take(&mut self) -> (Vec<RoomEvent>, u64) {
        (mem::take(&mut self.events).into(), mem::take(&mut self.missed))
    }
}

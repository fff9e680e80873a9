//! Decides when a room returns freed memory to the kernel.

use std::time::Duration;

/// What must have been freed to be worth it.
const WORTH_BYTES: usize = 4 * 1024 * 1024;

/// How long the room must hold little: a busy one needs the memory again at once.
const CALM: Duration = Duration::from_secs(1);

/// What a room held at most since memory was last returned. Times are since the room opened.
#[derive(Debug, Default)]
pub(super) struct MemoryTrim {
    most: usize,
    due: Option<Duration>,
}

impl MemoryTrim {
    /// Notes what is held now. Returns whether it is time to return memory.
    pub(super) fn note(&mut self, held: usize, now: Duration) -> bool {
        self.most = self.most.max(held);
        if self.most < WORTH_BYTES || held > self.most / 2 {
            self.due = None;
            return false;
        }
        if now < *self.due.get_or_insert(now + CALM) {
            return false;
        }
        *self = Self { most: held, due: None };
        true
    }

    /// When to note again even if nothing happens.
    pub(super) fn due(&self) -> Option<Duration> {
        self.due
    }

    /// Whether there is memory to return when nothing is held any more.
    pub(super) fn is_worth_it(&self) -> bool {
        self.most >= WORTH_BYTES
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_returned_once_when_much_was_freed_and_the_room_is_calm() {
        let mut memory_trim = MemoryTrim::default();
        let at = Duration::from_millis;
        assert!(
            !memory_trim.note(WORTH_BYTES / 2, at(0)) && !memory_trim.note(0, at(5000)),
            "too little"
        );
        assert!(!memory_trim.note(WORTH_BYTES, at(6000)));
        assert!(!memory_trim.note(0, at(6000)));
        assert_eq!(memory_trim.due(), Some(at(7000)));
        assert!(!memory_trim.note(WORTH_BYTES, at(6999)), "busy again");
        assert_eq!(memory_trim.due(), None);
        assert!(!memory_trim.note(0, at(8000)) && memory_trim.is_worth_it());
        assert!(memory_trim.note(0, at(9000)));
        assert!(!memory_trim.note(0, at(9000)) && !memory_trim.is_worth_it());
    }
}

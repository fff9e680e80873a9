//! How much work a session does before it yields.
//!
//! A task that never waits would keep its thread, and with as many such tasks as there are threads
//! nothing else would run: no other page, no HTTP request. So a session counts its work.

use tokio::task::yield_now;

use crate::resources::limits::{STEP_BYTES, TURN_BYTES};

/// What a session has done since it last let other tasks go on.
#[derive(Debug, Default)]
pub(crate) struct Turn {
    bytes: usize,
}

impl Turn {
    /// Counts a step and the bytes' worth of work in it. Where the turn is over, other tasks go on first.
    pub(crate) async fn step(&mut self, work: usize) {
        if self.is_over(work) {
            yield_now().await;
        }
    }

    fn is_over(&mut self, work: usize) -> bool {
        self.bytes += STEP_BYTES + work;
        let over = self.bytes >= TURN_BYTES;
        if over {
            self.bytes = 0;
        }
        over
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::limits::{LOOK_BYTES, MAX_PENDING_ENTRIES};

    /// Steps of so much work in one turn.
    fn steps(work: usize) -> usize {
        let mut turn = Turn::default();
        (1..).find(|_| turn.is_over(work)).unwrap()
    }

    #[test]
    fn a_turn_has_many_small_steps_or_few_large_ones() {
        assert_eq!(steps(0), 128);
        assert_eq!(steps(1024 * 1024), 1);
        assert_eq!(steps(MAX_PENDING_ENTRIES * LOOK_BYTES), 1);
    }
}

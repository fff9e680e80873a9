//! A room's bytes in the relay's accounts.

use std::sync::Arc;

use lab_shared::chat::Budget;

use crate::resources::account::{Account, Hold};

/// Bytes taken from the account at a time. A busy room would otherwise meet those of other threads
/// there with every message.
const STEP: usize = 64 * 1024;

/// What one room holds, taken from its account a step ahead.
#[derive(Debug)]
pub(super) struct RoomBudget {
    hold: Hold,
    held: usize,
}

impl RoomBudget {
    /// Nothing held yet, of this account.
    pub(super) fn of(account: &Arc<Account>) -> Self {
        Self { hold: account.open(), held: 0 }
    }
}

impl Budget for RoomBudget {
    fn grow(&mut self, bytes: usize) -> bool {
        let Some(held) = self.held.checked_add(bytes) else { return false };
        let short = held.saturating_sub(self.hold.bytes());
        let taken = short == 0
            || self.hold.grow(short.max(STEP)).or_else(|_| self.hold.grow(short)).is_ok();
        if taken {
            self.held = held;
        }
        taken
    }

    fn shrink(&mut self, bytes: usize) {
        self.held -= bytes;
        let spare = self.hold.bytes() - self.held;
        if self.held == 0 {
            self.hold.shrink(spare);
        } else if spare > 2 * STEP {
            self.hold.shrink(spare - STEP);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_takes_steps_as_long_as_there_are_some_and_gives_everything_back() {
        let rooms = Account::new(3 * STEP);
        let mut one = RoomBudget::of(&rooms);
        let mut other = RoomBudget::of(&rooms);
        assert!(one.grow(1));
        assert_eq!(rooms.held(), STEP);
        assert!(other.grow(2 * STEP), "all that is left");
        assert!(one.grow(STEP - 1), "within its step");
        assert!(!one.grow(1) && !other.grow(1));
        other.shrink(2 * STEP);
        assert_eq!(rooms.held(), STEP);
        assert!(one.grow(STEP + 1) && !one.grow(2 * STEP));
        one.shrink(2 * STEP + 1);
        assert_eq!(rooms.held(), 0);
    }
}

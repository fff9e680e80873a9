//! The host's clocks, as sessions and logs want them.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use lab_shared::assistant::Now;

use crate::chat_host::RoomClock;

/// Clocks that start now.
#[derive(Debug)]
pub(crate) struct Clock {
    pub(super) begun: Instant,
    zone: RoomClock,
}

impl Clock {
    pub(crate) fn start() -> Self {
        Self { begun: Instant::now(), zone: RoomClock::start() }
    }

    pub(crate) fn now(&self) -> Now {
        let unix = SystemTime::now();
        // A clock beyond the calendar reads 1970.
        let moment = Timestamp::try_from(unix).unwrap_or_default();
        Now {
            since_start: self.begun.elapsed(),
            unix: unix.duration_since(UNIX_EPOCH).unwrap_or_default(),
            local_time: self.zone.local_time(moment),
        }
    }
}

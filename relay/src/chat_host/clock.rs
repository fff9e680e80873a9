//! The clocks a room is told of.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use lab_shared::chat::Now;

/// The host's clocks and time zone.
#[derive(Debug, Clone)]
pub(crate) struct RoomClock {
    opened: Instant,
    zone: jiff::tz::TimeZone,
}

impl RoomClock {
    /// A clock that starts now, in the host's time zone (`TZ`, or the system's).
    #[must_use]
    pub(crate) fn start() -> Self {
        Self { opened: Instant::now(), zone: jiff::tz::TimeZone::system() }
    }

    /// Now.
    #[must_use]
    pub(crate) fn now(&self) -> Now {
        // A clock before 1970 or beyond the calendar reads 1970; chat goes on.
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let unix_seconds = i64::try_from(since_epoch.as_secs()).unwrap_or_default();
        let moment = jiff::Timestamp::from_second(unix_seconds).unwrap_or_default();
        Now {
            since_start: self.opened.elapsed(),
            unix_seconds,
            utc_offset_seconds: self.zone.to_offset(moment).seconds(),
        }
    }
}

//! The clocks of a room.

use std::time::{Instant, SystemTime};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use lab_shared::chat::{LocalTime, Now};

/// The host's clocks and time zone.
#[derive(Debug, Clone)]
pub(crate) struct RoomClock {
    opened: Instant,
    zone: TimeZone,
}

impl RoomClock {
    /// A clock that starts now, in the host's time zone (`TZ`, or the system's).
    #[must_use]
    pub(crate) fn start() -> Self {
        Self { opened: Instant::now(), zone: TimeZone::system() }
    }

    /// Now.
    #[must_use]
    pub(crate) fn now(&self) -> Now {
        // A clock beyond the calendar reads 1970; the chat continues.
        let now = Timestamp::try_from(SystemTime::now()).unwrap_or_default();
        Now { since_start: self.opened.elapsed(), local_time: self.local_time(now) }
    }

    /// A moment as date and time of day in the host's time zone.
    #[must_use]
    pub(crate) fn local_time(&self, at: Timestamp) -> LocalTime {
        let time = self.zone.to_datetime(at);
        // jiff's fields are signed and never negative, but for a year.
        let field = i8::unsigned_abs;
        LocalTime {
            year: time.year(),
            month: field(time.month()),
            day: field(time.day()),
            hour: field(time.hour()),
            minute: field(time.minute()),
            second: field(time.second()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_in_the_hosts_local_time() {
        let at = |seconds, offset| {
            let zone = TimeZone::fixed(jiff::tz::Offset::constant(offset));
            let clock = RoomClock { opened: Instant::now(), zone };
            lab_shared::chat::stamp(clock.local_time(Timestamp::constant(seconds, 0)))
        };
        assert_eq!(at(0, 0), "1970/01/01 00:00:00");
        assert_eq!(at(1_709_164_799, 8), "2024/02/29 07:59:59");
        assert_eq!(at(1_709_164_799, -5), "2024/02/28 18:59:59");
    }
}

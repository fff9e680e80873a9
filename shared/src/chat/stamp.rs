//! Time as the host passes it in, and the tutorial's format for it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// One moment on the host's clocks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Now {
    /// Monotonic time since the room opened.
    pub since_start: Duration,
    /// The host's time of day.
    pub local_time: LocalTime,
}

/// A date and a time of day, in the host's time zone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalTime {
    /// The year of the Gregorian calendar.
    pub year: i16,
    /// 1 to 12.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
}

/// Local time as `YYYY/MM/DD HH:MM:SS`.
#[must_use]
pub fn stamp(time: LocalTime) -> String {
    let LocalTime { year, month, day, hour, minute, second } = time;
    format!("{year:04}/{month:02}/{day:02} {hour:02}:{minute:02}:{second:02}")
}

/// The last stamp, cached because a second has many messages.
#[derive(Debug, Default)]
pub(super) struct StampCache {
    of: Option<LocalTime>,
    text: String,
}

impl StampCache {
    pub(super) fn get(&mut self, now: Now) -> &str {
        if self.of != Some(now.local_time) {
            self.text = stamp(now.local_time);
            self.of = Some(now.local_time);
        }
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_time_is_written_in_digits_of_fixed_width() {
        let time = LocalTime { year: 2024, month: 2, day: 29, hour: 7, minute: 59, second: 9 };
        assert_eq!(stamp(time), "2024/02/29 07:59:09");
    }
}

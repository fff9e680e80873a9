//! Time as it comes in, and the tutorial's way to write it.

use std::time::Duration;

use time::{OffsetDateTime, UtcOffset};

/// One moment, as the host's clocks have it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Now {
    /// Monotonic time since the room opened.
    pub since_start: Duration,
    /// Seconds since 1970-01-01 00:00 UTC.
    pub unix_seconds: i64,
    /// How far the host's local time is ahead of UTC, in seconds.
    pub utc_offset_seconds: i32,
}

/// Local time as `YYYY/MM/DD HH:MM:SS`; a clock beyond the calendar (year 9999) reads 1970.
#[must_use]
pub fn stamp(now: Now) -> String {
    let offset = UtcOffset::from_whole_seconds(now.utc_offset_seconds).unwrap_or(UtcOffset::UTC);
    let time = OffsetDateTime::from_unix_timestamp(now.unix_seconds)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
        .to_offset(offset);
    format!(
        "{:04}/{:02}/{:02} {:02}:{:02}:{:02}",
        time.year(),
        u8::from(time.month()),
        time.day(),
        time.hour(),
        time.minute(),
        time.second()
    )
}

/// The last stamp, since a second holds many messages.
#[derive(Debug, Default)]
pub(super) struct StampCache {
    of: Option<(i64, i32)>,
    text: String,
}

impl StampCache {
    pub(super) fn get(&mut self, now: Now) -> &str {
        let of = Some((now.unix_seconds, now.utc_offset_seconds));
        if self.of != of {
            self.text = stamp(now);
            self.of = of;
        }
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_in_the_hosts_local_time() {
        let at = |unix_seconds, utc_offset_seconds| {
            stamp(Now { since_start: Duration::ZERO, unix_seconds, utc_offset_seconds })
        };
        assert_eq!(at(0, 0), "1970/01/01 00:00:00");
        assert_eq!(at(1_709_164_799, 8 * 3600), "2024/02/29 07:59:59");
        assert_eq!(at(1_709_164_799, -5 * 3600), "2024/02/28 18:59:59");
        assert_eq!(at(i64::MAX, 0), "1970/01/01 00:00:00");
    }
}

//! Time as the host passes it in.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::chat::LocalTime;

/// One moment on the host's clocks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Now {
    /// Monotonic time since the session began.
    pub since_start: Duration,
    /// Time since 1970-01-01T00:00:00Z.
    pub unix: Duration,
    /// The same moment as date and time of day in the host's time zone.
    pub local_time: LocalTime,
}

impl Now {
    /// The milliseconds of the second.
    #[must_use]
    pub fn milliseconds(&self) -> u32 {
        self.unix.subsec_millis()
    }
}

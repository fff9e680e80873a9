//! The timeline's clock: the page's own, to which the timestamps of each relay are converted.
//!
//! A relay's clock begins when the relay starts, so after a restart its timestamps are smaller. The
//! page's clock continues, which keeps the timeline in order when a relay is lost.

use lab_shared::call::Micros;
use std::time::Duration;

/// The offset of a relay's clock to the page's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RelayClock {
    relay: Micros,
    page: Micros,
}

impl RelayClock {
    /// The relay's clock was at `relay` when the page's was at `page`.
    #[must_use]
    pub fn meet(relay: Micros, page: Duration) -> Self {
        Self { relay, page: micros(page) }
    }

    /// A relay's timestamp on the page's clock; late by the delay of the first message.
    #[must_use]
    pub fn on_page(&self, at: Micros) -> Micros {
        Micros((self.page.0 + at.0).saturating_sub(self.relay.0))
    }
}

/// A moment of the page's clock as a timestamp.
#[must_use]
pub(crate) fn micros(page: Duration) -> Micros {
    Micros(u64::try_from(page.as_micros()).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_restarted_relay_goes_on_where_the_pages_clock_stands() {
        let first = RelayClock::meet(Micros(5_000_000), Duration::from_secs(1));
        assert_eq!(first.on_page(Micros(5_250_000)), Micros(1_250_000));
        let second = RelayClock::meet(Micros(10), Duration::from_secs(60));
        assert_eq!(second.on_page(Micros(1_000_010)), Micros(61_000_000));
    }

    #[test]
    fn a_timestamp_before_the_meeting_does_not_underflow() {
        let clock = RelayClock::meet(Micros(100), Duration::from_micros(10));
        assert_eq!(clock.on_page(Micros(50)), Micros(0));
    }
}

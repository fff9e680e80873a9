//! How many bytes a second one page may exchange with the relay.

use std::num::NonZeroU64;
use std::time::Duration;

use tokio::time::Instant;

/// What may be spent at once after a rest, in the time it takes at the full rate.
const BURST: Duration = Duration::from_secs(1);

/// A limit that permits a burst and then delays further bytes (the generic cell rate algorithm of
/// ITU-T I.371).
#[derive(Debug)]
pub(crate) struct Rate {
    /// Bytes; `None` sets no limit.
    per_second: Option<NonZeroU64>,
    /// Until when everything that was spent would have taken at the full rate.
    spent_until: Instant,
}

impl Rate {
    /// A limit of which nothing is spent.
    pub(crate) fn new(per_second: Option<NonZeroU64>) -> Self {
        Self { per_second, spent_until: Instant::now() }
    }

    /// Counts `bytes` that have passed.
    pub(crate) fn spend(&mut self, bytes: usize) {
        if self.per_second.is_some() {
            self.spend_at(Instant::now(), bytes);
        }
    }

    /// When something may pass again; `None` for now.
    pub(crate) fn opens(&self) -> Option<Instant> {
        self.per_second?;
        self.opens_at(Instant::now())
    }

    fn spend_at(&mut self, now: Instant, bytes: usize) {
        let Some(per_second) = self.per_second else { return };
        let cost = Duration::from_secs_f64(bytes as f64 / per_second.get() as f64);
        let since = now.checked_sub(BURST).map_or(self.spent_until, |it| it.max(self.spent_until));
        self.spent_until = since + cost;
    }

    fn opens_at(&self, now: Instant) -> Option<Instant> {
        (self.spent_until > now).then_some(self.spent_until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_burst_passes_and_what_follows_waits_at_the_rate() {
        let mut rate = Rate::new(NonZeroU64::new(1000));
        let now = Instant::now() + 10 * SECOND;
        rate.spend_at(now, 1000);
        assert_eq!(rate.opens_at(now), None, "a second's worth is free after a rest");
        rate.spend_at(now, 500);
        assert_eq!(rate.opens_at(now), Some(now + SECOND / 2));
        assert_eq!(rate.opens_at(now + SECOND / 2), None);
        rate.spend_at(now + SECOND / 2, 1000);
        assert_eq!(rate.opens_at(now + SECOND / 2), Some(now + SECOND * 3 / 2));
    }

    #[test]
    fn without_a_limit_nothing_waits() {
        let mut rate = Rate::new(None);
        rate.spend(usize::MAX);
        assert_eq!(rate.opens(), None);
    }
}

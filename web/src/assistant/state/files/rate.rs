//! How many bytes a second go through, over the last few seconds.

use std::collections::VecDeque;
use std::time::Duration;

/// The time over which the mean is taken.
const SPAN: Duration = Duration::from_secs(3);

/// The least time between two samples.
const SPACING: Duration = Duration::from_millis(100);

/// The totals at some moments.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Rate(VecDeque<(Duration, u64)>);

impl Rate {
    /// Takes in the bytes that went through in all.
    pub(super) fn push(&mut self, at: Duration, total: u64) {
        if self.0.back().is_some_and(|(last, _)| at < *last + SPACING) {
            return;
        }
        self.0.push_back((at, total));
        // The sample before the span is kept, so that the whole span is measured.
        while self.0.get(1).is_some_and(|(second, _)| *second + SPAN <= at) {
            self.0.pop_front();
        }
    }

    /// Bytes a second; `None` before two samples.
    #[must_use]
    pub(crate) fn per_second(&self) -> Option<u64> {
        let ((first, before), (last, after)) = (self.0.front()?, self.0.back()?);
        let micros = u64::try_from((*last - *first).as_micros()).ok().filter(|time| *time > 0)?;
        Some((after - before).saturating_mul(1_000_000) / micros)
    }

    /// How long `bytes` take at this rate.
    #[must_use]
    pub(crate) fn time_for(&self, bytes: u64) -> Option<Duration> {
        let rate = self.per_second().filter(|rate| *rate > 0)?;
        Some(Duration::from_millis(bytes.saturating_mul(1000) / rate))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_that_of_the_last_seconds() {
        let mut rate = Rate::default();
        assert_eq!(rate.time_for(1), None);
        for tick in 0..100 {
            rate.push(Duration::from_millis(tick * 50), tick * 5_000);
        }
        assert_eq!(rate.per_second(), Some(100_000));
        assert_eq!(rate.time_for(250_000), Some(Duration::from_millis(2_500)));
        for tick in 100..200 {
            rate.push(Duration::from_millis(tick * 50), 500_000);
        }
        assert_eq!((rate.per_second(), rate.time_for(1)), (Some(0), None));
        assert!(rate.0.len() < 35);
    }
}

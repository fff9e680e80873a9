//! The pacing that a plan reaches.

use std::collections::VecDeque;
use std::time::Duration;

/// Over how many intervals the mean is taken, at most.
const INTERVALS: usize = 32;

/// The times of the last events of a kind, such as sends.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Pacing(VecDeque<Duration>);

impl Pacing {
    pub(super) fn push(&mut self, at: Duration) {
        if self.0.len() > INTERVALS {
            self.0.pop_front();
        }
        self.0.push_back(at);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// The mean time from one to the next; `None` before there are two.
    #[must_use]
    pub(crate) fn interval(&self) -> Option<Duration> {
        let (first, last) = (self.0.front()?, self.0.back()?);
        let intervals = u32::try_from(self.0.len() - 1).ok().filter(|intervals| *intervals > 0)?;
        Some(last.saturating_sub(*first) / intervals)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_the_mean_of_the_last_ones() {
        let mut pacing = Pacing::default();
        assert_eq!(pacing.interval(), None);
        for number in 0..100 {
            pacing.push(Duration::from_millis(number * 7));
        }
        assert_eq!(pacing.interval(), Some(Duration::from_millis(7)));
        for number in 0..40 {
            pacing.push(Duration::from_millis(700 + number * 11));
        }
        assert_eq!(pacing.interval(), Some(Duration::from_millis(11)));
    }
}

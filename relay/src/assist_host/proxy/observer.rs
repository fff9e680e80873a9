//! Which receives and sends of a host's links are shown.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use lab_shared::assistant::remote::{MAX_LOG_BYTES, MAX_NEWS_BYTES, REPORTS_PER_SECOND};

/// Bytes that are shown at once: with their sends they fill half of an assistant's log.
const BURST: f64 = (MAX_LOG_BYTES / 4) as f64;

/// Bytes a second that are shown for ever. With their sends they are half of what a page can be told.
const RATE: f64 = (MAX_NEWS_BYTES * REPORTS_PER_SECOND as usize / 4) as f64;

/// What is shown.
#[derive(Debug, Clone)]
pub(crate) enum Observation {
    /// What opens and closes.
    Events,
    /// Also every receive and send.
    Everything,
    /// Every receive and send, as long as a page can follow. The others pass at full rate, and are counted.
    Bounded(Budget),
}

/// What may still be shown, for all links of a host together.
#[derive(Debug, Clone)]
pub(crate) struct Budget(Arc<Mutex<Left>>);

#[derive(Debug)]
struct Left {
    bytes: f64,
    at: Instant,
}

impl Observation {
    /// A new budget, from now on.
    pub(crate) fn bounded() -> Self {
        Self::Bounded(Budget(Arc::new(Mutex::new(Left { bytes: BURST, at: Instant::now() }))))
    }

    /// Whether the next receive is shown.
    pub(super) fn allows(&self) -> bool {
        match self {
            Self::Events => false,
            Self::Everything => true,
            Self::Bounded(budget) => budget.has_some(Instant::now()),
        }
    }

    /// Counts bytes that were shown.
    pub(super) fn shown(&self, bytes: usize) {
        if let Self::Bounded(budget) = self {
            budget.left().bytes -= bytes as f64;
        }
    }

    /// Whether all is shown at the end, also what the budget had no room for until then.
    pub(super) fn counts_the_rest(&self) -> bool {
        !matches!(self, Self::Events)
    }
}

impl Budget {
    fn has_some(&self, now: Instant) -> bool {
        let mut left = self.left();
        let passed = now.saturating_duration_since(left.at).as_secs_f64();
        left.bytes = (left.bytes + passed * RATE).min(BURST);
        left.at = now;
        left.bytes > 0.0
    }

    fn left(&self) -> std::sync::MutexGuard<'_, Left> {
        // Nobody panics while holding it, and each change is whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_burst_is_shown_whole_and_a_flood_only_as_fast_as_a_page_follows() {
        let observation = Observation::bounded();
        let Observation::Bounded(budget) = &observation else { unreachable!() };
        let begin = budget.left().at;
        let chunk = 64 * 1024;
        let mut shown = 0;
        // A second of receives, one each millisecond.
        for millisecond in 0..1000 {
            if budget.has_some(begin + Duration::from_millis(millisecond)) {
                observation.shown(chunk);
                shown += chunk;
            }
        }
        let most = BURST + RATE + chunk as f64;
        assert!((BURST..=most).contains(&(shown as f64)), "{shown}");
        assert!(Observation::Everything.allows() && !Observation::Events.allows());
    }
}

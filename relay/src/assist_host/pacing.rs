//! How exactly timed messages were sent.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use lab_shared::assistant::remote::Pacing;
use lab_shared::assistant::session::{EndId, PeerId};

/// Sends whose errors are kept.
const SAMPLES: usize = 1000;

/// The errors of the newest timed sends: from the time that a plan or a delay set to the return of
/// the last send(2).
#[derive(Debug, Default)]
pub(super) struct PacingMeter {
    under_way: HashMap<(EndId, PeerId), Duration>,
    errors: VecDeque<Duration>,
    sends: u64,
}

impl PacingMeter {
    /// A message that was due at this time was handed to its socket.
    pub(super) fn sending(&mut self, end: EndId, peer: PeerId, due: Duration) {
        self.under_way.insert((end, peer), due);
    }

    /// A message was sent at this time, timed or not.
    pub(super) fn sent(&mut self, end: EndId, peer: PeerId, at: Duration) {
        let Some(due) = self.under_way.remove(&(end, peer)) else { return };
        if self.errors.len() == SAMPLES {
            self.errors.pop_front();
        }
        self.errors.push_back(at.saturating_sub(due));
        self.sends += 1;
    }

    /// A peer has gone.
    pub(super) fn left(&mut self, end: EndId, peer: PeerId) {
        self.under_way.remove(&(end, peer));
    }

    /// The figures, once something was sent.
    pub(super) fn pacing(&self) -> Option<Pacing> {
        let mut sorted: Vec<Duration> = self.errors.iter().copied().collect();
        sorted.sort_unstable();
        let most = sorted.last()?;
        let at = |percent: usize| micros(sorted[(sorted.len() - 1) * percent / 100]);
        Some(Pacing { sends: self.sends, p50: at(50), p99: at(99), most: micros(*most) })
    }
}

fn micros(duration: Duration) -> u32 {
    u32::try_from(duration.as_micros()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_newest_timed_sends_alone() {
        let mut meter = PacingMeter::default();
        let (end, peer) = (EndId(0), PeerId(0));
        let micros = Duration::from_micros;
        meter.sent(end, peer, micros(5));
        assert_eq!(meter.pacing(), None, "it was not timed");
        for error in [5000].into_iter().chain(0..SAMPLES as u64) {
            meter.sending(end, peer, micros(100));
            meter.sent(end, peer, micros(100 + error));
        }
        let figures = Pacing { sends: 1001, p50: 499, p99: 989, most: 999 };
        assert_eq!(meter.pacing(), Some(figures));
        meter.sending(end, peer, micros(0));
        meter.left(end, peer);
        meter.sent(end, peer, micros(9));
        assert_eq!(meter.pacing(), Some(figures));
    }
}

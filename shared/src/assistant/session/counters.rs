//! Figures of an end or a peer.

use std::collections::VecDeque;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Seconds of which the rates are kept.
const SECONDS: usize = 60;

/// What was sent and received, in all and in each of the last seconds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Counters {
    /// Messages received.
    pub received_messages: u64,
    /// Bytes received, also those of no message.
    pub received_bytes: u64,
    /// Messages sent.
    pub sent_messages: u64,
    /// Bytes sent.
    pub sent_bytes: u64,
    /// Received messages whose checksum is wrong.
    pub wrong_checks: u64,
    /// Received bytes that are no message.
    pub faults: u64,
    /// Messages that were not sent because the queue was full.
    pub refused: u64,
    /// Bytes received and sent in each second, the newest last. Who hears of the counters from afar makes
    /// them anew.
    #[serde(skip)]
    seconds: VecDeque<(u64, [u64; 2])>,
}

impl Counters {
    pub(super) fn received(&mut self, now: Duration, bytes: usize) {
        self.received_bytes += bytes as u64;
        self.second(now)[0] += bytes as u64;
    }

    pub(super) fn sent(&mut self, now: Duration, bytes: usize) {
        self.sent_messages += 1;
        self.sent_bytes += bytes as u64;
        self.second(now)[1] += bytes as u64;
    }

    /// Takes newer figures, which were read at this time; the bytes since the last ones count for its second.
    pub(crate) fn follow(&mut self, now: Duration, newer: &Self) {
        let received = newer.received_bytes.saturating_sub(self.received_bytes);
        let sent = newer.sent_bytes.saturating_sub(self.sent_bytes);
        let second = self.second(now);
        second[0] += received;
        second[1] += sent;
        let seconds = std::mem::take(&mut self.seconds);
        *self = Self { seconds, ..newer.clone() };
    }

    /// Bytes received and sent in each of the last 60 whole seconds, the newest last.
    #[must_use]
    pub fn rates(&self, now: Duration) -> [[u64; 2]; SECONDS] {
        let mut rates = [[0; 2]; SECONDS];
        for (second, bytes) in &self.seconds {
            // The current second is not over, so it has no rate yet.
            let age = now.as_secs().checked_sub(second + 1);
            if let Some(place) =
                age.and_then(|age| SECONDS.checked_sub(1 + usize::try_from(age).ok()?))
            {
                rates[place] = *bytes;
            }
        }
        rates
    }

    fn second(&mut self, now: Duration) -> &mut [u64; 2] {
        let second = now.as_secs();
        if self.seconds.back().is_none_or(|(newest, _)| *newest < second) {
            self.seconds.push_back((second, [0; 2]));
            if self.seconds.len() > SECONDS + 1 {
                self.seconds.pop_front();
            }
        }
        &mut self.seconds.back_mut().expect("a second was just added").1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_those_of_whole_seconds() {
        let at = Duration::from_millis;
        let mut counters = Counters::default();
        counters.received(at(100), 5);
        counters.received(at(900), 5);
        counters.sent(at(2_500), 7);
        assert_eq!(counters.rates(at(900))[59], [0, 0]);
        assert_eq!(counters.rates(at(1_000))[59], [10, 0]);
        let rates = counters.rates(at(3_000));
        assert_eq!(rates[57..], [[10, 0], [0, 0], [0, 7]]);
        assert_eq!(counters.rates(at(90_000)), [[0; 2]; 60]);
        for second in 0..1000 {
            counters.sent(Duration::from_secs(second), 1);
        }
        assert_eq!(counters.seconds.len(), 61);
    }
}

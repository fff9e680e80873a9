//! What happens by chance.

use super::fault::Percent;
use crate::assistant::random::SplitMix64;

/// Chances, one after the other.
#[derive(Debug, Clone)]
pub(super) struct Chance(SplitMix64);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(SplitMix64::new(seed))
    }

    /// A number from 0 to `most`, each as likely as the others.
    pub(super) fn up_to(&mut self, most: u64) -> u64 {
        // The high half of a product has no bias worth a name for numbers far below 2⁶⁴.
        ((u128::from(self.0.next()) * (u128::from(most) + 1)) >> 64) as u64
    }

    /// Whether something of this probability happens.
    pub(super) fn happens(&mut self, percent: Percent) -> bool {
        self.up_to(u64::from(Percent::ALL.thousandths()) - 1) < u64::from(percent.thousandths())
    }
}

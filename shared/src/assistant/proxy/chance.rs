//! Randomness that a seed decides.

use super::fault::Percent;

/// SplitMix64 (Steele, Lea and Flood, 2014).
#[derive(Debug, Clone)]
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `most`, each as likely as the others.
    pub(super) fn up_to(&mut self, most: u64) -> u64 {
        // The high half of a product has no bias worth a name for numbers far below 2⁶⁴.
        ((u128::from(self.next()) * (u128::from(most) + 1)) >> 64) as u64
    }

    /// Whether something of this probability happens.
    pub(super) fn happens(&mut self, percent: Percent) -> bool {
        self.up_to(u64::from(Percent::ALL.thousandths()) - 1) < u64::from(percent.thousandths())
    }
}

//! The dice that cables throw: SplitMix64, of Steele, Lea and Flood, "Fast splittable pseudorandom number
//! generators" (2014). Nothing secret depends on it.

use lab_shared::network::Share;

/// A source of random numbers; the same seed gives the same numbers.
#[derive(Debug)]
pub(super) struct Random(u64);

impl Random {
    /// A source that begins here.
    #[cfg(test)]
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A source that begins anywhere.
    pub(super) fn unpredictable() -> Self {
        // Without the kernel's randomness every network loses the same packets, which harms nobody.
        Self(getrandom::u64().unwrap_or(0))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Whether something happens that happens to this share of all.
    pub(super) fn hits(&mut self, share: Share) -> bool {
        let millionths = u64::from(share.in_millionths());
        millionths > 0 && self.at_most(999_999) < millionths
    }

    /// A number from 0 to `most`, each as probable as another. `most` is far below 2⁶⁴.
    pub(super) fn at_most(&mut self, most: u64) -> u64 {
        self.next() % (most + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_met_and_the_numbers_are_those_of_the_algorithm() {
        // The first numbers of the authors' own program with the seed 1234567.
        let mut random = Random::new(1_234_567);
        assert_eq!(random.next(), 6_457_827_717_110_365_317);
        assert_eq!(random.next(), 3_203_168_211_198_807_973);
        for (share, expected) in
            [(0, 0..1), (1_000_000, 100_000..100_001), (100_000, 9_700..10_300)]
        {
            let share = Share::millionths(share).unwrap();
            let hits = (0..100_000).filter(|_| random.hits(share)).count();
            assert!(expected.contains(&hits), "{hits} of 100000 at {share:?}");
        }
    }
}

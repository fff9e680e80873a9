//! Choices that are the same each time, so that a failure can be seen again.

/// xorshift64*.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    /// A number under `limit`.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % limit
    }
}

//! Random choices that are the same each time, so that a failure can be reproduced.

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

/// How many rounds a test with random choices makes: the usual number, multiplied by the
/// environment variable `LAB_ROUNDS`.
pub(crate) fn rounds(usual: u64) -> u64 {
    match std::env::var("LAB_ROUNDS") {
        Ok(times) => usual * times.parse::<u64>().expect("LAB_ROUNDS is a number"),
        Err(_) => usual,
    }
}

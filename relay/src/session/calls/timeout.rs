//! Python's socket timeouts: how long a call may wait.

use std::time::Duration;

use lab_shared::call::{Exception, Failure};

/// Nanoseconds in a second.
const NANOS: f64 = 1e9;

/// What `settimeout` set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Timeout {
    /// `None`: wait for ever.
    #[default]
    Forever,
    /// `0.0`: never wait.
    Never,
    /// Wait at most so long.
    After(Duration),
}

impl Timeout {
    /// What `settimeout(seconds)` makes of its argument, as `socket_parse_timeout` in CPython.
    ///
    /// # Errors
    /// The number is negative or beyond Python's 64 bits of nanoseconds.
    pub(crate) fn from_seconds(seconds: Option<f64>) -> Result<Self, Failure> {
        let negative = || Failure::plain(Exception::ValueError, "Timeout value out of range");
        parse(seconds, negative)
    }

    /// What `select` makes of its timeout.
    ///
    /// # Errors
    /// See [`Self::from_seconds`].
    pub(crate) fn from_select(seconds: Option<f64>) -> Result<Self, Failure> {
        let negative = || Failure::plain(Exception::ValueError, "timeout must be non-negative");
        parse(seconds, negative)
    }

    /// What `gettimeout` gives.
    pub(crate) fn seconds(self) -> Option<f64> {
        match self {
            Self::Forever => None,
            Self::Never => Some(0.0),
            Self::After(time) => Some(time.as_nanos() as f64 / NANOS),
        }
    }
}

fn parse(seconds: Option<f64>, negative: impl Fn() -> Failure) -> Result<Timeout, Failure> {
    let Some(seconds) = seconds else { return Ok(Timeout::Forever) };
    if seconds.is_nan() {
        let message = "Invalid value NaN (not a number)";
        return Err(Failure::plain(Exception::ValueError, message));
    }
    // Rounded away from zero, so that a tiny timeout is not none at all.
    let nanos = if seconds < 0.0 { (seconds * NANOS).floor() } else { (seconds * NANOS).ceil() };
    if nanos.abs() >= i64::MAX as f64 {
        let message = "timestamp too large to convert to C PyTime_t";
        return Err(Failure::plain(Exception::OverflowError, message));
    }
    if nanos < 0.0 {
        return Err(negative());
    }
    if nanos == 0.0 {
        return Ok(Timeout::Never);
    }
    Ok(Timeout::After(Duration::from_nanos(nanos as u64)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip(seconds: f64) -> Option<f64> {
        Timeout::from_seconds(Some(seconds)).unwrap().seconds()
    }

    #[test]
    fn a_timeout_is_kept_to_the_nanosecond() {
        assert_eq!(round_trip(5.0), Some(5.0));
        assert_eq!(round_trip(0.1), Some(0.1));
        assert_eq!(round_trip(1e-10), Some(1e-9));
        assert_eq!(round_trip(0.0), Some(0.0));
        assert_eq!(round_trip(-0.0), Some(0.0));
        assert_eq!(Timeout::from_seconds(None).unwrap().seconds(), None);
    }

    #[test]
    fn a_timeout_out_of_range_fails_as_in_python() {
        let text = |seconds| Timeout::from_seconds(Some(seconds)).unwrap_err().to_string();
        assert_eq!(text(-1.0), "ValueError: Timeout value out of range");
        assert_eq!(text(-1e-12), "ValueError: Timeout value out of range");
        assert!(text(1e300).starts_with("OverflowError: timestamp too large"));
        assert!(text(f64::NAN).starts_with("ValueError: Invalid value NaN"));
        let select = Timeout::from_select(Some(-1.0)).unwrap_err().to_string();
        assert_eq!(select, "ValueError: timeout must be non-negative");
    }
}

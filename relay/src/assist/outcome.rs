//! How the command ends.

use std::process::ExitCode;

/// The exit codes, as `--help` has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// What was expected was met, or nothing was expected.
    Met = 0,
    /// What was expected was not met, or a plan failed.
    NotMet = 1,
    /// The command line or the setup has a mistake.
    Mistake = 2,
    /// An end could not be opened, or a connection failed.
    Failed = 3,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(outcome as u8)
    }
}

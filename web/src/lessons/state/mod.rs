//! Whether the real events satisfy the checks of a lesson; `lab_shared::lesson` says what a lesson is.

pub mod check_tracker;
pub mod matching;
pub mod watch;
pub mod way;

pub use check_tracker::{CheckProgress, CheckTracker};
pub use watch::Watch;
pub use way::Way;

//! Whether the real events satisfy the checks of a lesson; `lab_shared::lesson` says what a lesson is.

pub mod check_tracker;
pub mod matching;
pub mod route;
pub mod watch;

pub use check_tracker::{CheckProgress, CheckTracker};
pub use route::LessonRoute;
pub use watch::Watch;

//! Whether the real events satisfy the checks of a lesson; `lab_shared::lesson` says what a lesson is.

pub(crate) mod check_tracker;
pub(crate) mod matching;
pub(crate) mod route;
pub(crate) mod watch;

pub(crate) use check_tracker::CheckTracker;
pub(crate) use route::LessonRoute;

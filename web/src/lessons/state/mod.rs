//! Whether the real events satisfy the checks of a lesson. `lab_shared::lesson` declares the format.

mod check_tracker;
mod matching;
mod route;
mod watch;

pub(crate) use check_tracker::CheckTracker;
pub(crate) use route::LessonRoute;

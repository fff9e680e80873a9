//! Whether the real events satisfy the checks of a lesson. `lab_shared::lesson` declares the format.

mod check_tracker;
mod kept_lesson;
mod matching;
mod network_tracker;
mod open_lesson;
mod route;
mod watch;

pub(crate) use check_tracker::CheckTracker;
pub(crate) use kept_lesson::KeptLesson;
pub(crate) use open_lesson::OpenLesson;
pub(crate) use route::LessonRoute;

//! Whether the real events satisfy the checks of a lesson. `lab_shared::lesson` declares the format.

mod check_tracker;
mod kept_lesson;
mod lesson_network;
mod matching;
mod network_tracker;
mod open_lesson;
mod route;
mod watch;

pub(crate) use check_tracker::CheckTracker;
pub(crate) use kept_lesson::KeptLesson;
pub(crate) use lesson_network::{denial, name_of};
pub(crate) use open_lesson::OpenLesson;
pub(crate) use route::LessonRoute;

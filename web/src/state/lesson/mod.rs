//! Lessons and experiments: what stands in them, and whether the real events satisfy their checks.

mod board;
mod format;
mod id;
mod pattern;
mod source;
mod watch;
mod way;

pub use board::{Board, Done};
pub use format::{Both, Card, Check, Group, Index, Lesson, Program};
pub use id::LessonId;
pub use pattern::{CallIs, Pattern, What, Who};
pub use source::in_language;
pub use watch::Watch;
pub use way::Way;

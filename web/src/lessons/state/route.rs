//! The lessons' addresses.

use lab_shared::lesson::LessonId;

/// A link out of the lessons' places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LessonRoute {
    /// To all lessons.
    All,
    /// To one.
    Lesson(LessonId),
    /// To the programs of one's own.
    Own,
    /// To the assistant.
    Assistant,
}

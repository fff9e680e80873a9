//! The texts of the assistant's place, in both languages.

pub(crate) mod compose;
pub(crate) mod messages;

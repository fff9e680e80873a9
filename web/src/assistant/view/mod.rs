//! Draws the assistant's place.

pub(crate) mod compose;

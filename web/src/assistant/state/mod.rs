//! The model of the assistant's place.

pub(crate) mod compose;

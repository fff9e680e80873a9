//! The texts of the assistant's place.

//! Draws the assistant's place.

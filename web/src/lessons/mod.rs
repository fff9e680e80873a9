//! Lessons: a program with what to watch, what to try, and checks on what really happened.
//!
//! - [`state`]: follows timeline and programs to see which checks are met.
//! - [`view`]: fetches and draws the list of lessons, the guide beside the programs, experiments.

pub(crate) mod part;
pub(crate) mod state;
mod texts;
pub(crate) mod view;

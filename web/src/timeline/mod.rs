//! The timeline: every call as a row, in the order of its events.
//!
//! - [`state`]: the rows, the lanes beside them, the filter, the words for bytes and outcomes.
//! - [`view`]: rows, bytes, failures, the newest call, and what a screen reader announces.

pub(crate) mod state;
pub(crate) mod texts;
pub(crate) mod view;

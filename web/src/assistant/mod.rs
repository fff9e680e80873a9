//! The network debugging assistant.
//!
//! - [`state`]: the models of its parts.
//! - [`view`]: draws them.
//! - [`texts`]: their words.

pub(crate) mod state;
pub(crate) mod texts;
pub(crate) mod view;

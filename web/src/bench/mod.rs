//! The Bench: sockets and calls by hand, one press a call.
//!
//! - [`state`]: the fields of each call as typed, their validation into a call, the next step advised.
//! - [`view`]: the controls. [`part`] is loaded right after them.
//! - [`driver`]: carries out what a person does in the lab.

pub(crate) mod call_form_store;
pub(crate) mod driver;
mod part;
pub(crate) mod state;
pub(crate) mod texts;
pub(crate) mod view;

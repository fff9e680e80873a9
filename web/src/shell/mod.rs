//! The page around its places: header, address bar, preferences, and the relay's state.
//!
//! - [`app`] is the root component, [`state`] has the places' addresses; [`browser`] keeps preferences.
//! - [`part`] is what is loaded when the header unfolds it.
//! - [`driver`] connects the link to the lab.

pub(crate) mod app;
pub(crate) mod browser;
mod driver;
pub(crate) mod part;
pub(crate) mod state;
mod texts;
pub(crate) mod view;

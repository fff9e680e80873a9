//! The page around its places: header, address bar, preferences, and the relay's state.
//!
//! - [`app`] is the root component, [`state`] has the places' addresses; [`browser`] keeps preferences.
//! - [`driver`] connects the link to the lab.

pub mod app;
pub mod browser;
pub mod driver;
pub mod state;
pub mod texts;
pub mod view;

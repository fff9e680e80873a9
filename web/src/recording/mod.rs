//! Recordings: what has happened so far, played back or saved to a file, and files opened again.
//!
//! - [`state`]: takes a recording of the lab, reads and writes the file formats, plays it event by event.
//! - [`view`]: the playback bar and its menu.
//! - [`driver`]: puts the lab of the playback in place of the live one. [`part`] loads the rest on demand.

pub(crate) mod command;
pub(crate) mod driver;
pub(crate) mod part;
pub(crate) mod state;
pub(crate) mod texts;
pub(crate) mod view;

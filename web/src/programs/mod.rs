//! Python programs in the page, in two halves: editor, threads, console.
//!
//! - [`state`]: what is known of each half, the files on it, the library, links to share.
//! - [`view`] draws the halves, [`editor`] is CodeMirror and [`terminal`] xterm.js, each behind a small script.
//! - [`driver`]: makes the calls of the two workers and tells them what they return.

pub(crate) mod browser;
pub(crate) mod driver;
pub(crate) mod editor;
pub(crate) mod state;
pub(crate) mod store;
pub(crate) mod terminal;
pub(crate) mod texts;
pub(crate) mod view;

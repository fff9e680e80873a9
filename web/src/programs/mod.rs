//! Python programs in the page, in two halves: editor, threads, console.
//!
//! - [`state`]: what is known of each half, the files on it, the library, links to share.
//! - [`view`] draws the halves, [`editor`] is CodeMirror behind a small script.
//! - [`driver`]: makes the calls of the two workers and tells them what they return.

pub mod browser;
pub mod driver;
pub mod editor;
pub mod state;
pub mod store;
pub mod texts;
pub mod view;

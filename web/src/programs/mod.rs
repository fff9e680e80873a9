//! Python programs in the page, in two program panes: editor, threads, console.
//!
//! - [`state`]: the model of each program pane, its files, the library, links to share.
//! - [`view`] draws the panes, [`editor`] is CodeMirror and [`terminal`] xterm.js, each behind a small
//!   script.
//! - [`driver`]: makes the calls of the two workers and sends them the returns.

pub(crate) mod browser;
pub(crate) mod driver;
pub(crate) mod editor;
pub(crate) mod state;
pub(crate) mod store;
pub(crate) mod terminal;
pub(crate) mod texts;
pub(crate) mod view;

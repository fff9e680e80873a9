//! A network of one's own: a picture of hosts and cables with the packets on them, and what sets them.
//!
//! - [`state`]: the picture's layout, the packets' slow motion, the controls' choices, fields and keys.
//! - [`view`]: the pane Network. [`part`] loads it when it is first opened; only the keys and the choices come before.

mod part;
pub(crate) mod state;
pub(crate) mod texts;
pub(crate) mod view;

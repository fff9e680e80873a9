//! The frame that every place shares: its panes and their borders, the middle pane with its views, and the right
//! pane.

mod browser;
pub(crate) mod state;
mod texts;
pub(crate) mod view;

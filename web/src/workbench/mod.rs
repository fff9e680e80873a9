//! The frame that every place shares: its panes and their borders, the middle pane with its views, and the right
//! pane; and what one place prepares for another.

mod browser;
pub(crate) mod preparation;
pub(crate) mod state;
mod texts;
pub(crate) mod view;

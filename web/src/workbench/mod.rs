//! The frame that every place shares: the middle pane with its views, and the right pane.

mod texts;
pub(crate) mod view;

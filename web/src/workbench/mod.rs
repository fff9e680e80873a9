//! The frame that every place shares: the middle pane with its views, and the right one.

pub mod texts;
pub mod view;

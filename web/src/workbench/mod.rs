//! The frame that every place shares: the middle pane with its views.

pub mod texts;
pub mod view;

//! The frame that every place shares: the middle pane with its views.

mod texts;
pub(crate) mod view;

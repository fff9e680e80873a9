//! The frame that every place shares: the middle pane with its views.

pub(crate) mod texts;
pub(crate) mod view;

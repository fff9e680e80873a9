//! Draws the panes of a place and the borders between them, the middle pane and the right pane.

pub(crate) mod middle_pane;
pub(crate) mod pane;
pub(crate) mod right_pane;
pub(crate) mod separator;
pub(crate) mod use_layout;

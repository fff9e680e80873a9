//! Draws the middle pane and the right pane.

pub(crate) mod middle_pane;
pub(crate) mod right_pane;

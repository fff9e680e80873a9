//! Draws the middle pane.

pub(crate) mod middle_pane;

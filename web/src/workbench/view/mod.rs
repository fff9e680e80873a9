//! Draws the middle pane.

pub mod middle_pane;

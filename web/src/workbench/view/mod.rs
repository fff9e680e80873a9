//! Draws the panes in the middle and on the right.

pub mod middle_pane;
pub mod right_pane;

//! Draws the panes in the middle and on the right.

pub(crate) mod middle_pane;
pub(crate) mod right_pane;

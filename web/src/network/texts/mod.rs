//! The texts of the network's pane, in both languages.

pub(crate) mod cable;
pub(crate) mod hosts;
pub(crate) mod packets;
pub(crate) mod pane;

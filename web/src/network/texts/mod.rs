//! The texts of the network's pane, and of the choice of a host in other places, in both languages.

pub(crate) mod cable;
pub(crate) mod hosts;
pub(crate) mod packets;
pub(crate) mod pane;
pub(crate) mod places;

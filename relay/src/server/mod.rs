//! What stands above the sessions: the state they share, and how a connection becomes one.

pub(crate) mod admission;
pub(crate) mod state;

//! The root model: the relay's state, the sockets, the calls, and what follows from them.
//!
//! - [`state`]: [`state::Lab`] changes only by actions; beside it the variables of sockets, the byte
//!   traffic of streams, and what the kernel reported of each socket.
//! - [`driver`]: issues the calls of a person or of a state machine, and records them.
//!
//! Every feature above reads a snapshot of the lab; none changes it but through an action.

pub(crate) mod driver;
pub(crate) mod state;

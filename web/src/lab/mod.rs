//! The root model: the relay's state, the sockets, the calls, and what follows from them.
//!
//! - [`state`]: [`state::Lab`] changes only by a [`state::LabCommand`], which is what a person does, and by a
//!   [`state::LabEvent`], which is what happened; beside it the variables of sockets, the byte traffic of
//!   streams, and what the kernel reported of each socket.
//! - [`driver`]: issues the calls of state machines, and records them.
//! - [`view`]: the call and the socket under the pointer, as a context.
//!
//! Every feature above reads a snapshot of the lab; none changes it but through these two.

pub(crate) mod driver;
pub(crate) mod state;
pub(crate) mod view;

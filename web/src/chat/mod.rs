//! The Chat place: a room, a client, and the experiment with one stream.
//!
//! - [`state`]: the room's host, the client and the experiment as state machines that ask for calls, and
//!   what is shown of each.
//! - [`view`]: forms, transcript, clients, rulers.
//! - [`driver`]: runs the state machines. [`hands`] wires a person's actions to them.

pub(crate) mod driver;
pub(crate) mod hands;
pub(crate) mod part;
pub(crate) mod state;
mod texts;
pub(crate) mod view;

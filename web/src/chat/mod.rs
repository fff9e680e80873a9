//! The Chat place: a room, a client, and the experiment with one stream.
//!
//! - [`state`]: the room's host, the client and the experiment as state machines that request calls, and
//!   the model of each.
//! - [`view`]: forms, transcript, clients, rulers.
//! - [`driver`]: carries out a person's commands ([`state::ChatCommand`]) and runs the state machines.

pub(crate) mod driver;
pub(crate) mod part;
pub(crate) mod state;
pub(crate) mod texts;
pub(crate) mod view;

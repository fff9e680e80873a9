//! The chat core: a room as a state machine, without sockets and without a clock.
//!
//! A host owns the sockets and hands events to the room ([`Room::handle`]); the room returns what to
//! do ([`Room::poll_output`]) and when to wake it ([`Room::poll_timeout`]). The page hosts rooms on
//! sockets it reaches through the relay, the relay on its own; to an `nc` both are the same.
//!
//! Bytes for a peer wait in the room, in one bounded queue a peer ([`Room::queued`]): the host
//! writes what the socket takes and reports it. Broadcasts are encoded once and shared.

mod broadcast;
mod budget;
mod config;
pub mod conformance;
mod delivery;
mod message;
mod mode;
mod peer;
mod queue;
mod reading;
mod reply;
mod room;
mod sanitize;
mod stamp;

pub use budget::{Budget, Cap};
pub use config::{Concurrency, Form, Goods, RoomConfig, SlowPeer, TooLong, check_answer};
pub use message::{Fault, GroupMessage, Input, Leave, Output, PeerId, PeerStatus, RoomEvent};
pub use mode::Mode;
pub use room::Room;
pub use sanitize::for_terminals;
pub use stamp::{LocalTime, Now, stamp};

#[cfg(test)]
mod tests;

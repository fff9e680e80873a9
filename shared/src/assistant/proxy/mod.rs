//! A proxy between clients and a server: shows what passes, delays and breaks it, and lets a person
//! hold, edit, drop and inject; without sockets and without a clock.
//!
//! | module | what it holds |
//! |---|---|
//! | `fault` | the faults, by Toxiproxy's names |
//! | `setup` | `[[proxy]]` of the setup document |
//! | `stage`, `lane` | one fault at work; the faults of one direction, one behind the other |
//! | `link` | one connection, or one peer of a datagram proxy: two lanes as one state machine |
//! | `message` | a link's inputs, outputs, commands and reports |
//! | `conversation`, `replay` | what was recorded, and how it is played again and compared |
//!
//! A host owns the sockets. It hands what happens to [`Link::handle`], carries out what
//! [`Link::poll_output`] returns, and wakes the link at [`Link::poll_timeout`]. While
//! [`Link::is_transparent`] it may forward bytes by itself and only count them with [`Link::pass`].

mod chance;
mod conversation;
mod fault;
mod hex;
mod lane;
mod link;
mod message;
mod replay;
mod setup;
mod stage;

pub use conversation::{Conversation, Turn};
pub use fault::{Fault, Percent};
pub use link::{Kind, LANE_BYTES, Link, Traffic};
pub use message::{Command, Direction, Input, Output, Report, Side};
pub use replay::{Difference, Replay, ReplayInput, ReplayOutput, ReplayPace};
pub use setup::{ProxyEndpoint, ProxySetup};

#[cfg(test)]
mod tests;

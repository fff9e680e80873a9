//! Chat rooms on native sockets: the core of [`lab_shared::chat`] with a thread and a poller of its own.
//!
//! One room is one thread. In each turn it reads every client that has something, hands the bytes to
//! the room, and then writes to every client that has something waiting: one vectored write a client
//! and turn, however many messages were read. Nothing is copied for a client; a broadcast is one
//! allocation that all queues share.

mod acceptor;
mod budget;
mod clock;
mod connection;
mod control;
mod host;
mod memory_trim;

pub(crate) use clock::RoomClock;
pub(crate) use control::{ControlError, RoomControl, RoomObserver};
pub(crate) use host::{ChatHost, HostError, address_of};

//! The chat core's conformance suite, played against a host with clients that are real processes.

mod client;
mod native;
mod nats;
mod player;

pub use client::ChatClient;
pub use native::NativeRoom;
pub use nats::NatsServer;
pub use player::{ChatRoom, play};

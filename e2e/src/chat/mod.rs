//! The chat core's conformance suite, played against a host with clients that are real processes.

mod client;
mod player;

pub use client::ChatClient;
pub use player::{ChatRoom, play};

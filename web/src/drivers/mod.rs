//! Who makes the calls.

pub mod bench;
mod caller;
pub mod chat;
mod machines;
pub mod program;
mod relay;
mod runner;
pub mod stream;

pub use relay::Relay;

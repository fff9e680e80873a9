//! Who makes the calls.

pub mod bench;
mod caller;
pub mod chat;
pub mod program;
mod relay;
pub mod stream;

pub use relay::Relay;

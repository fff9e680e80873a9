//! Who makes the calls.

pub mod bench;
mod caller;
pub mod chat;
mod chat_store;
mod hosted;
mod lab_book;
pub mod program;
mod relay;
mod runner;
pub mod stream;

pub use chat_store::ChatStore;
pub use lab_book::LabBook;
pub use relay::Relay;

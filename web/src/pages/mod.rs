//! The places of the lab, and the shell around them.

mod app;
mod bench;
mod chat;
mod chat_hands;
mod chat_views;
mod store;
mod stream_view;

pub use app::{App, AppProps};
pub use bench::{Bench, BenchProps};
pub use chat::{Chat, ChatHands, ChatProps};
pub use store::{ChatStore, DraftStore, LabBook, use_book};

//! The places of the lab, and the shell around them.

mod app;
mod bench;
mod store;

pub use app::{App, AppProps};
pub use bench::{Bench, BenchProps};
pub use store::{DraftStore, LabStore};

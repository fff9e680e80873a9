//! A relay to test against and a page to test with.

mod buffers;
mod chance;
mod cutter;
pub(crate) mod hosts;
pub(crate) mod http;
mod memory;
pub(crate) mod page;
pub(crate) mod process;
mod relay;

use std::future::Future;
use std::time::Duration;

pub(crate) use chance::{Chance, rounds};
pub(crate) use cutter::Cutter;
pub(crate) use http::get;
pub(crate) use page::Page;
pub(crate) use process::{nc, python};
pub(crate) use relay::{TOKEN, TestRelay};

/// How long any event may take that a test waits for. Only a failing test waits this long.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Waits for something, and fails the test if it does not come.
#[track_caller]
pub(crate) fn within<T>(what: &str, future: impl Future<Output = T>) -> impl Future<Output = T> {
    let waiting = tokio::time::timeout(PATIENCE, future);
    async move { waiting.await.unwrap_or_else(|_| panic!("waited too long for {what}")) }
}

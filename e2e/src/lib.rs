//! What the end-to-end tests use: a browser, a relay and peers, all real processes.
//!
//! A test calls [`in_the_lab`] and gets a [`Lab`]: a relay on a free port and a headless Chromium
//! that has opened its page; with [`in_the_lab_with_browser`] it is another [`BrowserKind`]. Each
//! step waits for its event, up to [`PATIENCE`]; nothing sleeps.
//! Whatever was started is ended by its pid, also when the test fails.

mod assistant_page;
mod axe;
mod bench_page;
mod browser;
pub mod chat;
mod chat_page;
mod cutter;
mod data;
mod devtools;
pub mod documentation;
mod driver;
mod kept;
mod kernel;
mod lab;
mod network;
mod peer;
pub mod play;
mod process;
mod relay;

pub use assistant_page::documented_setup;
pub use axe::Barrier;
pub use browser::{Browser, Look};
pub use chat_page::{PageRoom, Runs};
pub use cutter::Cutter;
pub use driver::BrowserKind;
pub use kernel::{hangs_in_syn_sent, listens, received_and_unread};
pub use lab::{
    Lab, in_an_untrusted_lab, in_the_lab, in_the_lab_beyond, in_the_lab_of, in_the_lab_with,
    in_the_lab_with_browser,
};
pub use network::in_own_network;
pub use peer::Peer;
pub use relay::Relay;

use std::time::Duration;

/// How long any event may take before the test fails; generous, because both cores may be busy.
pub const PATIENCE: Duration = Duration::from_secs(30);

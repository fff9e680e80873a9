//! Socket Lab's page.
//!
//! Each folder is a feature and uses only those above it in this table, which `cargo xtask test --only tidy`
//! checks. A folder `state` knows neither yew nor the browser.
//!
//! | folder | what it holds |
//! |---|---|
//! | [`kit`] | what every feature can use |
//! | [`worker`] | a worker that runs a Python program, and its messages |
//! | [`link`] | the connection to the relay, and the calls that travel over it |
//! | [`lab`] | the root model: relay, sockets, calls, and what makes calls |
//! | [`systems`] | how the relay's system differs from Linux |
//! | [`timeline`] | every call as a row |
//! | [`sockets`] | the cards of the sockets |
//! | [`boundaries`] | where a stream's bytes are cut |
//! | [`kernel`] | what the kernel does with a socket |
//! | [`network`] | a network of one's own: its picture, its packets, its controls |
//! | [`recording`] | recordings, played back and saved |
//! | [`workbench`] | the panes in the middle and on the right of every place |
//! | [`bench`] | calls by hand |
//! | [`chat`] | rooms, a client, the experiment with a stream |
//! | [`programs`] | Python programs in two panes |
//! | [`assistant`] | messages by hand, by rule, by script and by plan, at many ends at once |
//! | [`lessons`] | programs with checks on what happened |
//! | [`shell`] | the page around its places |

mod assistant;
mod bench;
mod boundaries;
mod chat;
mod kernel;
mod kit;
mod lab;
mod lessons;
mod link;
mod network;
mod programs;
mod recording;
mod shell;
mod sockets;
mod systems;
#[cfg(test)]
mod testing;
mod timeline;
mod workbench;
mod worker;

/// What the tests in `web/tests` use of the page. Everything else is private to the crate.
#[doc(hidden)]
pub mod under_test {
    pub use crate::assistant::under_test::*;
    pub use crate::bench::view::bench::Bench;
    pub use crate::boundaries::state::pace::PaceEdit;
    pub use crate::boundaries::state::remedy::Between;
    pub use crate::chat::driver::chat_store::ChatStore;
    pub use crate::chat::state::chat_client::message::JoinNews;
    pub use crate::chat::state::command::ChatCommand;
    pub use crate::chat::state::room_settings::{Host, RoomEdit};
    pub use crate::chat::state::route::ChatRoute;
    pub use crate::chat::state::{Chat as KnownChat, ChatEvent};
    pub use crate::chat::view::place::Chat;
    pub use crate::kernel::view::kernel_pane::KernelPane;
    pub use crate::kit::browser::{
        now,
        store::{Store, use_store},
    };
    pub use crate::kit::state::kept::Kept;
    pub use crate::kit::state::snapshot::Snapshot;
    pub use crate::lab::driver::lab_store::LabStore;
    pub use crate::lab::state::Lab;
    pub use crate::lab::state::command::{LabCommand, ValidCall};
    pub use crate::lab::state::event::LabEvent;
    pub use crate::lab::state::places::Places;
    pub use crate::lab::state::traffic::flow::FramingHint;
    pub use crate::lessons::view::place::{LessonProps, LessonWindow};
    pub use crate::link::client::pending::{PendingCall, Progress, RelayLost};
    pub use crate::link::client::transport::{ForwardedCall, ProgramMessage};
    pub use crate::link::client::{RelayAddress, RelayClient};
    pub use crate::link::state::events::{NewCall, Output};
    pub use crate::link::state::news::News;
    pub use crate::link::state::phase::{Loss, Phase};
    pub use crate::link::state::token::Tokens;
    pub use crate::programs::state::command::ProgramCommand;
    pub use crate::programs::state::program::store::Programs;
    pub use crate::programs::state::workspace::RunRequest;
    pub use crate::programs::store::Stores;
    pub use crate::shell::app::{App, AppProps};
    pub use crate::shell::browser::preferences::{
        keep_language, keep_theme, load_language, load_theme,
    };
    pub use crate::shell::state::preferences::Theme;
    pub use crate::shell::view::header::Header;
    pub use crate::shell::view::relay_notice::RelayNotice;
    pub use crate::worker::message::{
        Begin, Fault, FromWorker, PauseReason, Stream, ThreadState, ThreadView, read_of_program,
    };
}

use link::address_bar;
use link::client::RelayAddress;
use shell::app::{App, AppProps};

/// The path of the transport's script.
const TRANSPORT: &str = "/transport/worker.js";

/// Draws the page and connects it to the relay it came from.
pub fn run() {
    kit::browser::watch_input();
    let relay = RelayAddress {
        transport: TRANSPORT.to_owned(),
        url: address_bar::relay_url(),
        tokens: address_bar::tokens(),
    };
    let props = AppProps { relay };
    yew::Renderer::<App>::with_props(props).render();
}

//! Socket Lab's page.
//!
//! Each folder is a feature and uses only those above it in this table, which `cargo xtask test --only tidy`
//! checks. A folder `state` knows neither yew nor the browser.
//!
//! | folder | what it holds |
//! |---|---|
//! | [`kit`] | what every feature draws and works with |
//! | [`worker`] | a worker that runs a Python program, and its messages |
//! | [`link`] | the connection to the relay, and the calls that travel over it |
//! | [`lab`] | the root model: relay, sockets, calls, and what makes calls |
//! | [`timeline`] | every call as a row |
//! | [`sockets`] | the cards of the sockets |
//! | [`boundaries`] | where a stream's bytes are cut |
//! | [`kernel`] | what the kernel does with a socket |
//! | [`recording`] | the past, played again and kept |
//! | [`workbench`] | the panes in the middle and on the right of every place |
//! | [`bench`] | calls by hand |
//! | [`chat`] | rooms, a client, the experiment with a stream |
//! | [`programs`] | Python programs in two halves |
//! | [`lessons`] | programs with checks on what happened |
//! | [`shell`] | the page around its places |

pub mod bench;
pub mod boundaries;
pub mod chat;
pub mod kernel;
pub mod kit;
pub mod lab;
pub mod lessons;
pub mod link;
pub mod programs;
pub mod recording;
pub mod shell;
pub mod sockets;
#[cfg(test)]
mod testing;
pub mod timeline;
pub mod workbench;
pub mod worker;

use link::address_bar;
use link::client::RelayAddress;
use shell::app::{App, AppProps};

/// Where the transport's script lies.
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

//! Socket Lab's page.
//!
//! | module | what it holds | uses |
//! |---|---|---|
//! | [`state`] | what the page knows and how it changes: pure, tested natively | `lab-shared` |
//! | [`i18n`] | every text in both languages | `state` |
//! | [`browser`] | clock, address bar, storage, clipboard, when to draw | `state`, `i18n` |
//! | [`relay_client`] | the one WebSocket to the relay, and the calls of programs | `state`, `browser` |
//! | [`worker`] | a worker that runs a Python program | `state` |
//! | [`editor`] | the code editor, a script of its own | `state` |
//! | [`drivers`] | what makes the calls | `state`, `browser`, `relay_client`, `worker` |
//! | [`components`] | what is drawn: props in, callbacks out | `state`, `i18n`, `browser`, `editor` |
//! | [`pages`] | the shell and its places | all of the above |

pub mod browser;
pub mod components;
pub mod drivers;
pub mod editor;
pub mod i18n;
pub mod pages;
pub mod relay_client;
pub mod state;
pub mod worker;

/// Where the transport's script lies.
const TRANSPORT: &str = "/transport/worker.js";

/// Draws the page and connects it to the relay it came from.
pub fn run() {
    browser::watch_presses();
    let relay = relay_client::RelayAddress {
        transport: TRANSPORT.to_owned(),
        url: browser::address_bar::relay_url(),
        token: browser::address_bar::take_token(),
    };
    let props = pages::AppProps { relay };
    yew::Renderer::<pages::App>::with_props(props).render();
}

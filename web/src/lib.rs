//! Socket Lab's page.
//!
//! | module | what it holds | may use |
//! |---|---|---|
//! | [`state`] | what the page knows and how it changes: pure, tested natively | `lab-shared` |
//! | [`relay_client`] | the one WebSocket to the relay, and the calls of programs | `state`, the browser |
//! | [`drivers`] | who makes the calls | `relay_client`, `state` |
//! | [`editor`] | the code editor, a script of its own | `state`, the browser |
//! | [`components`] | what is drawn: props in, callbacks out | `state`, `i18n`, yew |
//! | [`pages`] | the shell and its places | all of the above |
//! | [`i18n`] | every text in both languages | `state` |
//! | [`worker`] | a worker that runs a Python program | `state`, the browser |
//! | [`browser`] | clock, address bar, storage, clipboard | the browser |

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

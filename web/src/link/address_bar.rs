//! The page's own address: where the relay is, and the token that came with the link.

use gloo::events::EventListener;
use web_sys::Storage;

use lab_shared::wire::WEBSOCKET_PATH;

use super::state::token::{Tokens, token_in_fragment};
use crate::kit::browser::take_fragment;

const TOKEN_KEY: &str = "socket-lab.token";

/// The relay's WebSocket: on the same host as the page.
#[must_use]
pub fn relay_url() -> String {
    let location = gloo::utils::window().location();
    let scheme = match location.protocol().as_deref() {
        Ok("https:") => "wss",
        _ => "ws",
    };
    format!("{scheme}://{}{WEBSOCKET_PATH}", location.host().unwrap_or_default())
}

/// The token that this tab remembers, which outlives a reload, and the one of the link.
#[must_use]
pub fn tokens() -> Tokens {
    let kept = storage().and_then(|storage| storage.get_item(TOKEN_KEY).ok().flatten());
    Tokens::new(kept, take_fragment(token_in_fragment))
}

/// Has this tab remember a token.
pub fn keep_token(token: &str) {
    if let Some(storage) = storage() {
        // A full or forbidden storage costs only the reload.
        let _ = storage.set_item(TOKEN_KEY, token);
    }
}

/// Tells when the person opens the relay's address with a token in this same tab, which the browser
/// does not answer by loading the page again.
pub fn on_new_token(told: impl Fn(String) + 'static) -> EventListener {
    EventListener::new(&gloo::utils::window(), "hashchange", move |_| {
        if let Some(token) = take_fragment(token_in_fragment) {
            told(token);
        }
    })
}

fn storage() -> Option<Storage> {
    gloo::utils::window().session_storage().ok().flatten()
}

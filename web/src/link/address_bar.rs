//! The page's own address: the relay's place, and the token that the link brought.

use gloo_events::EventListener;
use web_sys::Storage;

use lab_shared::wire::WEBSOCKET_PATH;

use super::state::token::{Tokens, token_in_fragment};
use crate::kit::browser::take_fragment;

const TOKEN_KEY: &str = "socket-lab.token";

/// A link's token that the relay has not judged yet, so that a reload does not lose it.
const OFFERED_KEY: &str = "socket-lab.token.offered";

/// The relay's WebSocket: on the same host as the page.
#[must_use]
pub(crate) fn relay_url() -> String {
    let location = gloo_utils::window().location();
    let scheme = match location.protocol().as_deref() {
        Ok("https:") => "wss",
        _ => "ws",
    };
    format!("{scheme}://{}{WEBSOCKET_PATH}", location.host().unwrap_or_default())
}

/// The token that this tab remembers, which outlives a reload, and the one of the link.
#[must_use]
pub(crate) fn tokens() -> Tokens {
    let offered = take_fragment(token_in_fragment);
    if let Some(token) = &offered {
        store(OFFERED_KEY, token);
    }
    Tokens::new(stored(TOKEN_KEY), offered.or_else(|| stored(OFFERED_KEY)))
}

/// Makes this tab remember a token.
pub(crate) fn keep_token(token: &str) {
    store(TOKEN_KEY, token);
    if let Some(storage) = storage() {
        let _ = storage.remove_item(OFFERED_KEY);
    }
}

/// Notifies when the person opens the relay's address with a token in this same tab. The browser
/// does not reload the page for that.
pub(crate) fn on_new_token(told: impl Fn(String) + 'static) -> EventListener {
    EventListener::new(&gloo_utils::window(), "hashchange", move |_| {
        if let Some(token) = take_fragment(token_in_fragment) {
            store(OFFERED_KEY, &token);
            told(token);
        }
    })
}

fn stored(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

fn store(key: &str, token: &str) {
    if let Some(storage) = storage() {
        // A full or forbidden storage costs only the reload.
        let _ = storage.set_item(key, token);
    }
}

fn storage() -> Option<Storage> {
    gloo_utils::window().session_storage().ok().flatten()
}

//! The page's own address: where the relay is, and the token that came with the link.

use gloo::events::EventListener;
use lab_shared::wire::WEBSOCKET_PATH;

use super::take_fragment;
use crate::state::token::token_in_fragment;

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

/// The token from the link or, after a reload, from this tab's memory. It leaves the address bar, so
/// that a copied address does not carry it.
#[must_use]
pub fn take_token() -> Option<String> {
    let storage = gloo::utils::window().session_storage().ok().flatten();
    if let Some(token) = take_fragment(token_in_fragment) {
        if let Some(storage) = &storage {
            // A full or forbidden storage costs only the reload.
            let _ = storage.set_item(TOKEN_KEY, &token);
        }
        return Some(token);
    }
    storage.and_then(|storage| storage.get_item(TOKEN_KEY).ok().flatten())
}

/// Tells when the person opens the relay's address with a token in this same tab, which the browser
/// does not answer by loading the page again.
pub fn on_new_token(told: impl Fn(String) + 'static) -> EventListener {
    EventListener::new(&gloo::utils::window(), "hashchange", move |_| {
        let fragment = gloo::utils::window().location().hash().unwrap_or_default();
        if token_in_fragment(&fragment).is_some()
            && let Some(token) = take_token()
        {
            told(token);
        }
    })
}

//! Programs of one's own: kept in this browser, and shared as links.

use crate::kit::browser::take_fragment;
use crate::programs::state::library::{Library, Saved};
use crate::programs::state::share;

const KEY: &str = "socket-lab.programs";

/// The programs kept in this browser.
#[must_use]
pub(crate) fn load_library() -> Library {
    let stored = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
    stored.map(|json| Library::from_json(&json)).unwrap_or_default()
}

/// Keeps them; whether the browser had room.
pub(crate) fn keep_library(library: &Library) -> bool {
    storage().is_some_and(|storage| storage.set_item(KEY, &library.to_json()).is_ok())
}

pub(super) fn storage() -> Option<web_sys::Storage> {
    gloo_utils::window().local_storage().ok().flatten()
}

/// The program in the page's address, if one was shared so. It leaves the address bar.
#[must_use]
pub(crate) fn take_shared() -> Option<Saved> {
    take_fragment(share::from_fragment)
}

/// A link that opens a program, and runs nothing.
#[must_use]
pub(crate) fn share_link(program: &Saved) -> String {
    let origin = gloo_utils::window().location().origin().unwrap_or_default();
    format!("{origin}{}{}", share::PATH, share::to_fragment(program))
}

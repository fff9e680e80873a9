//! A person's own programs: kept in this browser, and shared as links.

use crate::kit::browser::storage::{self, KeepError};
use crate::kit::browser::take_fragment;
use crate::programs::state::library::Library;
use crate::programs::state::own::Unkept;
use crate::programs::state::share::{self, Shared};

const KEY: &str = "socket-lab.programs";

/// The programs kept in this browser.
#[must_use]
pub(crate) fn load_library() -> Library {
    storage::kept(KEY).map(|json| Library::from_json(&json)).unwrap_or_default()
}

/// Keeps them.
pub(crate) fn keep_library(library: &Library) -> Result<(), Unkept> {
    storage::keep(KEY, &library.to_json()).map_err(|error| match error {
        KeepError::Full => Unkept::Full,
        KeepError::Forbidden => Unkept::Forbidden,
    })
}

/// What the page's address brings, if programs were shared so. It leaves the address bar.
#[must_use]
pub(crate) fn take_shared() -> Option<Shared> {
    take_fragment(share::from_fragment)
}

/// A link that opens programs, and runs nothing; `None` where they are too large for one.
#[must_use]
pub(crate) fn share_link(shared: &Shared) -> Option<String> {
    let origin = gloo_utils::window().location().origin().unwrap_or_default();
    Some(format!("{origin}{}{}", share::PATH, shared.to_fragment()?))
}

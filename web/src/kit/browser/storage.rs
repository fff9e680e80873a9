//! The browser's storage for short texts. A person may have forbidden it, and it may be full.

/// The text that is kept under a key.
#[must_use]
pub(crate) fn kept(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Why a text was not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeepError {
    /// There is no room.
    Full,
    /// The storage is switched off for the page.
    Forbidden,
}

/// Keeps a text under a key.
///
/// # Errors
/// [`KeepError`] says what keeps the browser from it.
pub(crate) fn keep(key: &str, text: &str) -> Result<(), KeepError> {
    let storage = storage().ok_or(KeepError::Forbidden)?;
    storage.set_item(key, text).map_err(|_| KeepError::Full)
}

fn storage() -> Option<web_sys::Storage> {
    gloo_utils::window().local_storage().ok().flatten()
}

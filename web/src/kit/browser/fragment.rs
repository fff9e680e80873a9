//! The fragment of the page's address, as a link brings it.

use wasm_bindgen::JsValue;

/// What `read` finds in the fragment. If it finds something, the fragment is removed from the address bar.
pub(crate) fn take_fragment<T>(read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
    let window = gloo_utils::window();
    let location = window.location();
    let found = read(&location.hash().ok()?)?;
    let bare = format!("{}{}", location.pathname().ok()?, location.search().unwrap_or_default());
    if let Ok(history) = window.history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&bare));
    }
    Some(found)
}

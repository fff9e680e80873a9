//! Programs of one's own: kept in this browser, opened from and saved to files, shared as links.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, Url};

use crate::state::library::{Library, Saved};
use crate::state::share;

const KEY: &str = "socket-lab.programs";

/// The programs kept in this browser.
#[must_use]
pub fn load_library() -> Library {
    let stored = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
    stored.map(|json| Library::from_json(&json)).unwrap_or_default()
}

/// Keeps them; whether the browser had room.
pub fn keep_library(library: &Library) -> bool {
    storage().is_some_and(|storage| storage.set_item(KEY, &library.to_json()).is_ok())
}

fn storage() -> Option<web_sys::Storage> {
    gloo::utils::window().local_storage().ok().flatten()
}

/// A file's name and text.
pub async fn read_file(file: &File) -> Option<Saved> {
    let text = JsFuture::from(file.text()).await.ok()?.as_string()?;
    Some(Saved { name: file.name(), text })
}

/// Offers bytes as a file to save.
pub fn save_file(name: &str, media_type: &str, bytes: &[u8]) {
    // Each step fails only where the browser has no files at all.
    let _ = offer(name, media_type, bytes);
}

fn offer(name: &str, media_type: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type(media_type);
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &kind)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = gloo::utils::document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&address)
}

/// The program in the page's address, if one was shared so. It leaves the address bar.
#[must_use]
pub fn take_shared() -> Option<Saved> {
    let window = gloo::utils::window();
    let location = window.location();
    let saved = share::from_fragment(&location.hash().ok()?)?;
    let bare = format!("{}{}", location.pathname().ok()?, location.search().unwrap_or_default());
    if let Ok(history) = window.history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&bare));
    }
    Some(saved)
}

/// A link that opens a program, and runs nothing.
#[must_use]
pub fn share_link(program: &Saved) -> String {
    let origin = gloo::utils::window().location().origin().unwrap_or_default();
    format!("{origin}{}{}", share::PATH, share::to_fragment(program))
}

//! Files that a person opens, and files to save.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, Url};

/// A file of text.
#[derive(Debug)]
pub struct TextFile {
    /// Its name.
    pub name: String,
    /// What stands in it.
    pub text: String,
}

/// The text of a file; `None` where it cannot be read.
pub async fn read_file(file: &File) -> Option<TextFile> {
    let text = JsFuture::from(file.text()).await.ok()?.as_string()?;
    Some(TextFile { name: file.name(), text })
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

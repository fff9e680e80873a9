//! Opens a person's files, and saves files.

use js_sys::{Array, Uint8Array};
use std::ops::Range;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, Url};

use crate::kit::state::file_name::FileName;

/// A part of a file. The browser reads it without blocking the page.
pub(crate) async fn read_part(file: &File, part: Range<u64>) -> Option<Vec<u8>> {
    // Sizes of files are far below the integers that an f64 cannot hold.
    let part = file.slice_with_f64_and_f64(part.start as f64, part.end as f64).ok()?;
    let buffer = JsFuture::from(part.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// The bytes of a file; `None` where it cannot be read.
pub(crate) async fn read_file(file: &File) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Offers bytes as a file to save.
pub(crate) fn save_file(name: &FileName, media_type: &str, bytes: &[u8]) {
    let mut file = NewFile::default();
    file.push(bytes);
    file.save(name, media_type);
}

/// A file to save, made of parts. The browser holds them.
#[derive(Default)]
pub(crate) struct NewFile(Array);

impl NewFile {
    /// Adds bytes at its end.
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.0.push(&Uint8Array::from(bytes));
    }

    /// Offers it to the person.
    pub(crate) fn save(self, name: &FileName, media_type: &str) {
        // Each step fails only where the browser has no files at all.
        let _ = offer(name, media_type, &self.0);
    }
}

fn offer(name: &FileName, media_type: &str, parts: &Array) -> Result<(), JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type(media_type);
    link_to(name, &Blob::new_with_u8_array_sequence_and_options(parts, &kind)?)
}

/// Offers a file that the browser holds, without reading it.
pub(crate) fn save_blob(name: &FileName, blob: &Blob) {
    // As above.
    let _ = link_to(name, blob);
}

fn link_to(name: &FileName, blob: &Blob) -> Result<(), JsValue> {
    let address = Url::create_object_url_with_blob(blob)?;
    let link: HtmlAnchorElement = gloo_utils::document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name.as_str());
    link.click();
    Url::revoke_object_url(&address)
}

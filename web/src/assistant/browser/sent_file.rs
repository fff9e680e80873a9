//! A file of the person's that is read once, from its begin to its end.

use std::ops::Range;

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

mod script {
    use super::{File, JsValue, Promise, wasm_bindgen};

    #[wasm_bindgen(module = "/src/assistant/browser/sent_file.js")]
    extern "C" {
        pub(super) fn begin(file: &File) -> JsValue;
        pub(super) fn read(sent: &JsValue, from: f64, upto: f64) -> Promise;
    }
}

/// A file that is being read.
#[derive(Debug, Clone)]
pub(crate) struct SentFile(JsValue);

impl SentFile {
    /// Begins to read a file.
    pub(crate) fn begin(file: &File) -> Self {
        Self(script::begin(file))
    }

    /// The next bytes of the file, fewer at its end; `None` where it cannot be read. One read at a time.
    pub(crate) async fn read(&self, range: Range<u64>) -> Option<Vec<u8>> {
        // Sizes of files are far below the integers that an f64 cannot hold.
        let read = script::read(&self.0, range.start as f64, range.end as f64);
        let bytes: Uint8Array = JsFuture::from(read).await.ok()?.dyn_into().ok()?;
        Some(bytes.to_vec())
    }
}

//! A file in the page's private folder of the browser. Some browsers have no such folder, and none has
//! without a secure origin.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

mod script {
    use super::{JsValue, Promise, wasm_bindgen};

    #[wasm_bindgen(module = "/src/assistant/browser/received_file.js")]
    extern "C" {
        #[wasm_bindgen(js_name = isThere)]
        pub(super) fn is_there() -> bool;
        pub(super) fn open() -> Promise;
        pub(super) fn write(file: &JsValue, bytes: &[u8]) -> Promise;
        pub(super) fn close(file: &JsValue) -> Promise;
    }
}

/// A file that is being written.
#[derive(Debug, Clone)]
pub(crate) struct ReceivedFile(JsValue);

/// The browser could not write; its storage may be full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unwritten;

impl ReceivedFile {
    /// Whether the browser has a place for it.
    pub(crate) fn is_supported() -> bool {
        script::is_there()
    }

    /// An empty file in place of the one before.
    pub(crate) async fn open() -> Result<Self, Unwritten> {
        JsFuture::from(script::open()).await.map(Self).map_err(|_| Unwritten)
    }

    /// Writes bytes behind those of earlier calls, also of calls that are not done.
    pub(crate) fn write(
        &self,
        bytes: &[u8],
    ) -> impl Future<Output = Result<(), Unwritten>> + use<> {
        let written = JsFuture::from(script::write(&self.0, bytes));
        async move { written.await.map(drop).map_err(|_| Unwritten) }
    }

    /// Ends the file.
    pub(crate) async fn close(self) -> Result<File, Unwritten> {
        let file = JsFuture::from(script::close(&self.0)).await.map_err(|_| Unwritten)?;
        file.dyn_into().map_err(|_| Unwritten)
    }
}

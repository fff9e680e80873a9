//! Where the browser keeps the bytes of data files. Some browsers have no such place, as WebKitGTK, and none has
//! without a secure origin.

use bytes::Bytes;
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::programs::state::own::Unkept;

mod script {
    use super::{Promise, Uint8Array, wasm_bindgen};

    #[wasm_bindgen(module = "/src/programs/browser/data_store.js")]
    extern "C" {
        #[wasm_bindgen(js_name = isThere)]
        pub(super) fn is_there() -> bool;
        pub(super) fn keep(name: &str, bytes: Uint8Array) -> Promise;
        pub(super) fn read(name: &str) -> Promise;
        pub(super) fn remove(name: &str) -> Promise;
    }
}

/// Keeps bytes under a name.
pub(crate) async fn keep(name: &str, bytes: &Bytes) -> Result<(), Unkept> {
    if !script::is_there() {
        return Err(Unkept::DataUnsupported);
    }
    let kept = JsFuture::from(script::keep(name, Uint8Array::from(&bytes[..]))).await;
    kept.map(drop).map_err(|_| Unkept::Full)
}

/// The bytes that were kept under a name.
pub(crate) async fn read(name: &str) -> Option<Bytes> {
    if !script::is_there() {
        return None;
    }
    let bytes = JsFuture::from(script::read(name)).await.ok()?;
    Some(Uint8Array::new(&bytes).to_vec().into())
}

/// Keeps them no longer.
pub(crate) async fn remove(name: &str) {
    if script::is_there() {
        // What was not kept needs no removal.
        let _ = JsFuture::from(script::remove(name)).await;
    }
}

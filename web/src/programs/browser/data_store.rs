//! Where the browser keeps the bytes of data files. Without a secure origin it has no such place.

use bytes::Bytes;
use js_sys::{Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

mod script {
    use super::{Promise, Uint8Array, wasm_bindgen};

    #[wasm_bindgen(module = "/src/programs/browser/data_store.js")]
    extern "C" {
        pub(super) fn keep(name: &str, bytes: Uint8Array) -> Promise;
        pub(super) fn read(name: &str) -> Promise;
        pub(super) fn remove(name: &str) -> Promise;
    }
}

/// Keeps bytes under a name; whether the browser had room.
pub(crate) async fn keep(name: &str, bytes: &Bytes) -> bool {
    is_there() && JsFuture::from(script::keep(name, Uint8Array::from(&bytes[..]))).await.is_ok()
}

/// The bytes that were kept under a name.
pub(crate) async fn read(name: &str) -> Option<Bytes> {
    let bytes =
        if is_there() { JsFuture::from(script::read(name)).await.ok()? } else { return None };
    Some(Uint8Array::new(&bytes).to_vec().into())
}

/// Keeps them no longer.
pub(crate) async fn remove(name: &str) {
    if is_there() {
        // What was not kept needs no removal.
        let _ = JsFuture::from(script::remove(name)).await;
    }
}

fn is_there() -> bool {
    let navigator = gloo_utils::window().navigator();
    let storage = Reflect::get(&navigator, &"storage".into()).unwrap_or_default();
    Reflect::get(&storage, &"getDirectory".into()).is_ok_and(|it| it.is_function())
}

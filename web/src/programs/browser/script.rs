//! Scripts of the page that are loaded only once they are wanted.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/src/programs/browser/script.js")]
extern "C" {
    fn load(address: &str) -> Promise;
}

/// Loads a module, and gives what it exports.
///
/// # Errors
/// Where it does not load.
pub(crate) async fn load_script(address: &str) -> Result<JsValue, JsValue> {
    JsFuture::from(load(address)).await
}

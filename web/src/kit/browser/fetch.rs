//! Fetches the page's own files.

use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// A JSON file of the page.
///
/// # Errors Why the file is missing or cannot be read, in words.
pub(crate) async fn fetch_json<T: DeserializeOwned>(address: &str) -> Result<T, String> {
    let text = fetch_text(address).await?;
    serde_json::from_str(&text).map_err(|error| format!("{address}: {error}"))
}

async fn fetch_text(address: &str) -> Result<String, String> {
    let words = |error: JsValue| {
        let error = error.dyn_into::<js_sys::Error>().map(|error| String::from(error.message()));
        format!("{address}: {}", error.unwrap_or_default())
    };
    let asked = gloo_utils::window().fetch_with_str(address);
    let response: Response = JsFuture::from(asked).await.map_err(words)?.unchecked_into();
    if !response.ok() {
        return Err(format!("{address}: {} {}", response.status(), response.status_text()));
    }
    let text = JsFuture::from(response.text().map_err(words)?).await.map_err(words)?;
    Ok(text.as_string().unwrap_or_default())
}

//! TLS for Python's `ssl` in the page. rustls encrypts; certificates are judged as OpenSSL judges them,
//! in its words, because CPython shows them. Nothing here does I/O: Python makes the calls on its
//! socket and hands the records in and out (`web/python/lab/tls_session.py`).

mod certificate;
mod failure;
mod key;
mod name;
mod request;
mod session;
mod settings;
mod suites;
mod verify;

use wasm_bindgen::prelude::wasm_bindgen;

use failure::Failure;
use request::Reply;
use session::Sessions;

/// Every TLS session of one program.
#[wasm_bindgen]
#[derive(Default)]
pub struct Tls {
    sessions: Sessions,
    bytes: Vec<u8>,
}

#[wasm_bindgen]
impl Tls {
    /// None yet.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Carries out a request in JSON, with the bytes beside it, and gives its reply in JSON.
    pub fn handle(&mut self, request: &str, bytes: &[u8]) -> String {
        self.bytes.clear();
        let reply = serde_json::from_str(request)
            .map_err(|error| Failure::internal(&error))
            .and_then(|it| request::carry_out(&mut self.sessions, it, bytes, &mut self.bytes))
            .unwrap_or_else(Reply::Failed);
        serde_json::to_string(&reply).unwrap_or_default()
    }

    /// The bytes beside the last reply.
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }
}

//! The components in a real browser: drawn, read, pressed. No relay takes part.

#![cfg(target_arch = "wasm32")]

#[path = "../support/mod.rs"]
mod support;

mod answering;
mod assistant;
mod bench;
mod chat;
mod chat_harness;
mod drawing;
mod harness;
mod kernel;
mod lesson;
mod network;
mod recording;
mod shell;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

//! The page's side of the protocol against a real relay, in a real browser.
//!
//! `cargo xtask test` starts the relay and says where it is.

#![cfg(target_arch = "wasm32")]

#[path = "../support/mod.rs"]
mod support;

mod address;
mod calls;
mod page;
mod programs;
mod session;
mod transport;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

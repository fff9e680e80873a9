//! What a program may say, judged by the transport's script as a browser runs it: nothing that passes ends
//! the session, and nothing an honest program says is refused.

#![cfg(not(target_arch = "wasm32"))]

mod calls;
mod forged;
mod judge;
mod limits;
mod mutated;

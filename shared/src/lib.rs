//! What page and relay share: no I/O, no clock, no randomness.
//!
//! The page (WebAssembly) and the relay (native) use the same socket calls, so these are declared
//! once, here. Everything in this crate is a value or a pure function of values; time is an
//! argument. It builds for the host and for `wasm32-unknown-unknown`.
//!
//! | module | what it holds |
//! |---|---|
//! | [`call`] | the socket calls: arguments, results, failures, and the Python line each one equals |
//! | [`wire`] | protocol version 1 between page and relay, its limits and close codes |
//! | [`kernel`] | what the kernel knows of a socket: states, buffers, queues, segments |
//! | [`errno`] | every failure a learner meets: numbers, Python's name for it, cause and remedy |
//! | [`framing`] | messages on a byte stream: lines, delimiters, length prefixes |
//! | [`text`] | encodings as incremental codecs, hex, and Python's way to print bytes |
//! | [`chat`] | the chat room and the tutorials' servers as one state machine |
//! | `assistant` | the network debugging assistant as one state machine, with the feature of that name |
//! | [`trace`] | the timeline of calls, and what can be derived from it |
//! | [`lesson`] | the format of lessons, and the language of their checks |
//! | [`network`] | networks of one's own: hosts, cables, and the packets on them |
//! | [`language`] | the two languages people read |

#[cfg(feature = "assistant")]
pub mod assistant;
pub mod call;
pub mod chat;
pub mod errno;
pub mod framing;
pub mod kernel;
pub mod language;
pub mod lesson;
pub mod network;
pub mod text;
pub mod trace;
pub mod wire;

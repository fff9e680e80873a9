//! The assistant: sends, answers and decodes messages over TCP, UDP and AF_UNIX, without sockets and
//! without a clock.
//!
//! | module | what it holds |
//! |---|---|
//! | [`compose`] | from what a person writes to bytes: templates, encodings, pasted hex, checksums |
//! | [`framing`] | from received bytes to messages: by receive, pause, line, delimiter, length |
//! | [`decode`] | a message as a tree of fields, for eight protocols and formats of one's own |
//! | [`log`] | what was sent, received and happened, with filters and exports |
//! | [`plan`] | messages sent in sequence, with delays, repeats and waits |
//! | [`proxy`] | what passes between clients and a server: shown, delayed, broken, held, replayed |
//! | [`remote`] | what a page and the relay say of an assistant that runs on the relay |
//! | [`rules`] | what a message must be, and what is answered |
//! | [`session`] | ends, rules and plans at work, and the suite that all its hosts pass |
//! | [`setup`] | all of it as one TOML document |

mod clock;
pub mod compose;
pub mod decode;
pub mod framing;
pub mod log;
pub mod plan;
mod problem;
pub mod proxy;
mod random;
pub mod remote;
pub mod rules;
pub mod session;
pub mod setup;

pub use clock::Now;
pub use problem::{Problem, Wording};

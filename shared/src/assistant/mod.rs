//! The assistant: sends, answers and decodes messages over TCP, UDP and AF_UNIX, without sockets and
//! without a clock.
//!
//! | module | what it holds |
//! |---|---|
//! | [`compose`] | from what a person writes to bytes: templates, encodings, pasted hex, checksums |
//! | [`framing`] | from received bytes to messages: by receive, pause, line, delimiter, length |
//! | [`rules`] | what a message must be, and what is answered |

mod clock;
pub mod compose;
pub mod framing;
mod problem;
pub mod rules;

pub use clock::Now;
pub use problem::{Problem, Wording};

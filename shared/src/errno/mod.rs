//! Every failure a learner meets: its numbers, Python's name for it, cause and remedy.
//!
//! Numbers are those of each [`System`]. Names and texts follow CPython: PEP 3151 maps errno to
//! exception classes, and `str(exception)` is `[Errno n] text`, on Windows `[WinError n] text`.

mod difference;
mod explain;
mod gai;
mod system;
mod table;

pub use difference::{Difference, KNOWN_DIFFERENCES, KnownDifference, OnLinux};
pub use explain::{Explanation, explain};
pub use gai::GaiError;
pub use system::System;
pub use table::Errno;

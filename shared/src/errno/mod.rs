//! Every failure a learner meets: its numbers, Python's name for it, cause and remedy.
//!
//! Numbers are Linux's (errno(3)) and Winsock's (`WSAGetLastError`). Names and texts follow
//! CPython: PEP 3151 maps errno to exception classes, and `str(exception)` is `[Errno n] text`.

mod explain;
mod gai;
mod table;

pub use explain::{Explanation, explain};
pub use gai::GaiError;
pub use table::Errno;

//! Every failure a learner meets: its numbers, what Python calls it, why it happens and what to do.
//!
//! Numbers are Linux's (errno(3)) and Winsock's (`WSAGetLastError`). Names and texts follow
//! CPython: PEP 3151 maps errno to exception classes, and `str(exception)` is `[Errno n] text`.

mod explain;
mod gai;
mod table;

pub use explain::{Explanation, explain};
pub use gai::GaiError;
pub use table::Errno;

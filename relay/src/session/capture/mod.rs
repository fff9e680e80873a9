//! The segments of a session's watched sockets.
//!
//! | module | what it does |
//! |---|---|
//! | `active` | reads packets, keeps what belongs to a watched socket, reports at a bounded rate |
//! | `scope` | which segments a socket is about |
//! | `dissect` | reads the headers of a packet |
//! | `relative_seq` | counts sequence numbers from the SYN |

pub(super) mod active;
mod dissect;
mod relative_seq;
pub(super) mod scope;

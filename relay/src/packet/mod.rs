//! The headers of packets, for what shows segments: a capture, and the cables of a network.
//!
//! | module | what it does |
//! |---|---|
//! | `dissect` | reads the headers of a packet |
//! | `relative_seq` | counts sequence numbers from the SYN |

mod dissect;
mod relative_seq;

pub(crate) use dissect::{SegmentHeaders, headers, segment};
pub(crate) use relative_seq::RelativeSeq;

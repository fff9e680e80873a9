//! Networks of one's own.
//!
//! | module | what it does |
//! |---|---|
//! | `fabric` | the cables between hosts, and the switch |
//! | `host` | the processes that are hosts: the relay's side, and their own |

pub(crate) mod fabric;
pub mod host;

//! Networks of one's own.
//!
//! | module | what it does |
//! |---|---|
//! | `host` | the processes that are hosts: the relay's side, and their own |

pub mod host;

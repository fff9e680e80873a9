//! Networks of one's own.
//!
//! | module | what it does |
//! |---|---|
//! | `fabric` | the cables between hosts, and the switch |

pub(crate) mod fabric;

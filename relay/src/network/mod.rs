//! Networks of one's own.
//!
//! | module | what it does |
//! |---|---|
//! | `code` | what tells a network from others, and the code under which it is shared |
//! | `fabric` | the cables between hosts, and the switch |
//! | `host` | the processes that are hosts: the relay's side, and their own |
//! | `probe` | whether this machine has networks to offer |
//! | `publish` | ports of the machine that lead to hosts |

pub(crate) mod code;
pub(crate) mod fabric;
pub mod host;
pub(crate) mod probe;
mod publish;

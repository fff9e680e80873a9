//! Networks of one's own.
//!
//! | module | what it does |
//! |---|---|
//! | `publish` | ports of the machine that lead to hosts |

mod publish;

/// The subcommand that is a host.
pub(crate) const HOST_SUBCOMMAND: &str = "network-host";

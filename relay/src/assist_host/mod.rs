//! The assistant of [`lab_shared::assistant`] on native sockets, for the command line and for pages.
//!
//! | module | what it does |
//! |---|---|
//! | `permission` | whether an end may be opened: everything, or what the relay's rules allow |
//! | `ends` | sockets: clients, listeners, connections, datagrams |
//! | `host` | a session on these sockets |
//! | `proxy` | proxies on these sockets |
//! | `clock` | the clocks of sessions and logs |
//! | `pacing` | how exactly timed messages were sent |

mod clock;
pub(crate) mod ends;
mod host;
mod pacing;
mod permission;
pub(crate) mod proxy;

pub(crate) use clock::Clock;
pub(crate) use host::{Happening, Host};
pub(crate) use permission::{EndError, Permission, Rules};

#[cfg(test)]
mod conformance;

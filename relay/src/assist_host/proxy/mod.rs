//! Proxies on native sockets, for the command line and for pages: clients on one side, a server on the other.
//!
//! | module | what it does |
//! |---|---|
//! | `host` | listens, starts a task for each client, and hands commands on |
//! | `meter` | the figures of a link |
//! | `link`, `datagrams` | one connection; one peer of a UDP proxy |
//! | `observer` | which receives and sends are shown |
//! | `report` | what tasks report, and what it is as an entry of the log |
//! | `replay` | one side of a recorded conversation |

mod datagrams;
mod host;
mod link;
mod meter;
mod observer;
mod replay;
mod report;

pub(crate) use host::Proxies;
pub(crate) use observer::Observation;
pub(crate) use replay::{ReplayHappening, ReplayTask};
pub(crate) use report::{Happening, LinkHappening, Origin, entry_of};

//! Networks of one's own.
//!
//! | module | what it does |
//! |---|---|
//! | `census` | how many networks there are, and how much they have carried |
//! | `code` | what tells a network from others, and the code under which it is shared |
//! | `fabric` | the cables between hosts, and the switch |
//! | `host` | the processes that are hosts: the relay's side, and their own |
//! | `directory`, `lookup` | hosts by name and address, and getaddrinfo(3) on a host |
//! | `own` | one network: its hosts, its fabric, and what pages change of them |
//! | `probe` | whether this machine has networks to offer |
//! | `publish` | ports of the machine that lead to hosts |
//! | `shared` | networks by the codes under which they are shared |

mod census;
pub(crate) mod code;
mod directory;
pub(crate) mod fabric;
pub mod host;
mod lookup;
mod own;
mod probe;
mod publish;
mod shared;

pub(crate) use census::{Census, NetworkCounts};
pub(crate) use directory::Directory;
pub(crate) use fabric::{PacketMemory, PacketReader};
pub(crate) use own::{Network, NetworkResources};
pub(crate) use probe::denial;
pub(crate) use shared::SharedNetworks;

//! Whether this machine has networks to offer.

use std::path::Path;
use std::sync::Arc;

use lab_shared::network::{HostName, NetworkPlan};

use super::Directory;
use super::host::{Host, HostSetup, StartError};

/// Starts a host and ends it. Blocks for some milliseconds.
///
/// # Errors
/// What the machine denies.
pub(crate) fn probe(program: &Path) -> Result<(), StartError> {
    let setup = HostSetup { name: HostName::server(), number: 1, mtu: NetworkPlan::MTU };
    Host::start(program, &setup, &Arc::new(Directory::default())).map(drop)
}

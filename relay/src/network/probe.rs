//! Whether this machine has networks to offer.

use std::path::Path;
use std::sync::Arc;

use lab_shared::network::{HostName, NetworkPlan};

use super::Directory;
use super::code::NetworkName;
use super::host::{Host, HostSetup, StartError, StartStep};

/// Starts a host and ends it. Blocks for some milliseconds.
///
/// # Errors
/// What the machine denies.
pub(crate) fn probe(program: &Path) -> Result<(), StartError> {
    let network = NetworkName::random();
    let network = network.map_err(|error| StartError { step: StartStep::Process, error })?;
    let setup = HostSetup { name: HostName::server(), network, number: 1, mtu: NetworkPlan::MTU };
    Host::start(program, &setup, &Arc::new(Directory::default())).map(drop)
}

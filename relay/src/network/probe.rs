//! Whether this machine has networks to offer: the relay makes a host and sees.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use lab_shared::network::{HostName, NetworkDenial, NetworkPlan};

use super::Directory;
use super::code::NetworkName;
use super::host::{Host, HostSetup, StartError, StartStep};
use crate::policy::{FailedStep, diagnose};
use crate::socket::HAS_NETWORKS;

/// Why there are no networks; `None` where there are. Blocks while a host starts, which takes milliseconds, and only the
/// first time: the answer is the machine's.
pub(crate) fn denial(program: &Path) -> Option<NetworkDenial> {
    static DENIAL: OnceLock<Option<NetworkDenial>> = OnceLock::new();
    *DENIAL.get_or_init(|| {
        if !HAS_NETWORKS {
            return Some(NetworkDenial::System);
        }
        let error = start(program).err()?;
        tracing::debug!(%error, "a host does not start");
        let step = match error.step {
            StartStep::Tun => FailedStep::Tun,
            StartStep::Process | StartStep::Namespaces | StartStep::Links => FailedStep::Namespaces,
        };
        Some(diagnose(step, &error.error))
    })
}

fn start(program: &Path) -> Result<(), StartError> {
    let failed = |error| StartError { step: StartStep::Process, error };
    let network = NetworkName::random().map_err(failed)?;
    let setup = HostSetup { name: HostName::server(), network, number: 1, mtu: NetworkPlan::MTU };
    Host::start(program, &setup, &Arc::new(Directory::default())).map(drop)
}

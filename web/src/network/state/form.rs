//! Fields that ask for a new host, a published port, another MTU.

use lab_shared::call::Address;
use lab_shared::network::{HostName, NetworkPlan, NetworkView};
use std::net::SocketAddr;

/// Why a host cannot have a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NameProblem {
    /// It is not of a name's form.
    Form,
    /// A host has it.
    Taken,
}

/// The name of a new host.
pub(crate) fn new_host(written: &str, view: &NetworkView) -> Result<HostName, NameProblem> {
    let name = HostName::new(written.trim()).map_err(|_| NameProblem::Form)?;
    let taken = view.host(&name).is_some_and(|host| host.ended.is_none());
    if taken { Err(NameProblem::Taken) } else { Ok(name) }
}

/// An MTU that a network can have.
pub(crate) fn mtu(written: &str) -> Option<u16> {
    let mtu = written.trim().parse().ok()?;
    (NetworkPlan::MIN_MTU..=NetworkPlan::MAX_MTU).contains(&mtu).then_some(mtu)
}

/// A port that a program can have.
pub(crate) fn port(written: &str) -> Option<u16> {
    written.trim().parse().ok().filter(|port| *port > 0)
}

/// The machine's address and port: `127.0.0.1:9999`, `[::1]:0`.
pub(crate) fn address(written: &str) -> Option<Address> {
    match written.trim().parse().ok()? {
        SocketAddr::V4(at) => Some(Address::inet(at.ip().to_string(), at.port())),
        SocketAddr::V6(at) => Some(Address::inet6(at.ip().to_string(), at.port())),
    }
}

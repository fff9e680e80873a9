//! Whether and where a port of the machine may be published.

use std::net::SocketAddr;

use lab_shared::call::{Address, Exception, Failure, Family, SocketType};
use lab_shared::network::Protocol;

use crate::policy::{Policy, not_bound};
use crate::session::target::{self, Target};

/// The address, if the relay's rules let it be published.
///
/// # Errors
/// It is a name or no address of IP, a port is out of range, the rules refuse it, or no interface has it.
pub(super) fn permit(
    policy: &Policy,
    protocol: Protocol,
    address: &Address,
) -> Result<SocketAddr, Failure> {
    let family = match address {
        Address::Inet { .. } => Family::Inet,
        Address::Inet6 { .. } => Family::Inet6,
        Address::Unix { .. } => return Err(no_address()),
    };
    let Target::Ip(ip) = target::target("bind", family, address)? else { return Err(no_address()) };
    let name = target::name("bind", ip, address)?;
    let at = name.socket_address().expect("made of an IP address");
    let kind = match protocol {
        Protocol::Tcp => SocketType::Stream,
        Protocol::Udp => SocketType::Dgram,
    };
    policy.may_publish(at, kind).map(|()| at).map_err(|rule| not_bound(rule, at))
}

fn no_address() -> Failure {
    Failure::plain(
        Exception::ValueError,
        "a port is published at an IPv4 or IPv6 address in numbers",
    )
}

//! Interfaces as people write them, and AF_UNIX names as the protocol does.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr};
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::net::SocketAddr as UnixAddress;

use if_addrs::get_if_addrs;
use lab_shared::call::Address;

/// An AF_UNIX name as the protocol writes it.
pub(super) fn unix_address(name: &UnixAddress) -> Address {
    let path = match (name.as_abstract_name(), name.as_pathname()) {
        (Some(name), _) => format!("\0{}", String::from_utf8_lossy(name)),
        (None, Some(path)) => path.to_string_lossy().into_owned(),
        (None, None) => String::new(),
    };
    Address::unix(path)
}

/// The IPv4 address of an interface, which is given by its address or name.
pub(super) fn interface_address(interface: &str) -> io::Result<Ipv4Addr> {
    if let Ok(address) = interface.parse() {
        return Ok(address);
    }
    let address = get_if_addrs()?.into_iter().find_map(|found| match found.ip() {
        IpAddr::V4(ip) if found.name == interface => Some(ip),
        _ => None,
    });
    address.ok_or_else(|| no_interface(interface))
}

/// The index of an interface, which is given by its address, name or index.
pub(super) fn interface_index(interface: &str) -> io::Result<u32> {
    if let Ok(index) = interface.parse() {
        return Ok(index);
    }
    let named = |found: &if_addrs::Interface| {
        found.name == interface || found.ip().to_string() == interface
    };
    let index = get_if_addrs()?.into_iter().find(named).and_then(|found| found.index);
    index.ok_or_else(|| no_interface(interface))
}

fn no_interface(interface: &str) -> io::Error {
    let reason = format!("there is no interface {interface}; ip address lists them");
    io::Error::new(ErrorKind::InvalidInput, reason)
}

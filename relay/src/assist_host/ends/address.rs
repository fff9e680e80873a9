//! Interfaces as people write them, and AF_UNIX names as the protocol does.

use std::net::{IpAddr, Ipv4Addr};
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::net::SocketAddr as UnixAddress;

use if_addrs::get_if_addrs;
use lab_shared::call::Address;

use crate::assist_host::permission::EndError;

/// An AF_UNIX name as the protocol writes it.
pub(super) fn unix_address(name: &UnixAddress) -> Address {
    let path = match (name.as_abstract_name(), name.as_pathname()) {
        (Some(name), _) => format!("\0{}", String::from_utf8_lossy(name)),
        (None, Some(path)) => path.to_string_lossy().into_owned(),
        (None, None) => String::new(),
    };
    Address::unix(path)
}

/// The IPv4 address of an interface, which is given by its address, name or index.
pub(super) fn interface_address(interface: &str) -> Result<Ipv4Addr, EndError> {
    if let Ok(address) = interface.parse() {
        return Ok(address);
    }
    let index = interface.parse::<u32>().ok();
    let named = |found: &if_addrs::Interface| {
        found.name == interface || (index.is_some() && found.index == index)
    };
    let address = get_if_addrs()?.into_iter().find_map(|found| match found.ip() {
        IpAddr::V4(ip) if named(&found) => Some(ip),
        _ => None,
    });
    address.ok_or_else(|| EndError::NoInterface(interface.to_owned()))
}

/// The index of an interface, which is given by its address, name or index.
pub(super) fn interface_index(interface: &str) -> Result<u32, EndError> {
    if let Ok(index) = interface.parse() {
        return Ok(index);
    }
    let named = |found: &if_addrs::Interface| {
        found.name == interface || found.ip().to_string() == interface
    };
    let index = get_if_addrs()?.into_iter().find(named).and_then(|found| found.index);
    index.ok_or_else(|| EndError::NoInterface(interface.to_owned()))
}

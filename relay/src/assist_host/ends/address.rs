//! Interfaces as people write them.

use std::net::{IpAddr, Ipv4Addr};

use if_addrs::get_if_addrs;

use crate::assist_host::permission::EndError;

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

//! Addresses as people write them, and as the kernel takes them.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, SocketAddrV6};
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::net::SocketAddr as UnixAddress;

use if_addrs::get_if_addrs;
use lab_shared::call::Address;
use tokio::net::lookup_host;

/// The addresses that a host name and port stand for, at least one.
pub(super) async fn resolve(address: &Address) -> io::Result<Vec<SocketAddr>> {
    let (host, port, scope) = match address {
        Address::Inet { host, port } if host.is_empty() => ("0.0.0.0", *port, 0),
        Address::Inet { host, port } => (host.as_str(), *port, 0),
        Address::Inet6 { host, port, scope_id, .. } => (host.as_str(), *port, *scope_id),
        Address::Unix { .. } => return Err(refused("a path is no address of TCP or UDP")),
    };
    let port = u16::try_from(port).map_err(|_| refused("a port is at most 65535"))?;
    let found: Vec<SocketAddr> = match host.parse::<IpAddr>() {
        Ok(IpAddr::V6(ip)) => vec![SocketAddrV6::new(ip, port, 0, scope).into()],
        Ok(ip) => vec![(ip, port).into()],
        Err(_) => lookup_host((host, port)).await?.collect(),
    };
    if found.is_empty() {
        return Err(refused(&format!("the name {host} has no address")));
    }
    Ok(found)
}

/// The first of [`resolve`].
pub(in crate::assist) async fn resolve_one(address: &Address) -> io::Result<SocketAddr> {
    Ok(resolve(address).await?[0])
}

/// The name of an AF_UNIX socket: a path, or behind `@` or NUL a name of the abstract namespace.
pub(super) fn unix_name(path: &str) -> io::Result<UnixAddress> {
    match path.strip_prefix(['@', '\0']) {
        Some(name) => UnixAddress::from_abstract_name(name),
        None => UnixAddress::from_pathname(path),
    }
}

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
    refused(&format!("there is no interface {interface}; ip address lists them"))
}

fn refused(reason: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidInput, reason)
}

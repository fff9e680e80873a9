//! How multicasts leave a UDP socket; tokio sets the rest.

use std::io;
use std::net::Ipv4Addr;

use socket2::SockRef;

use super::system::AsDescriptor;

/// IPV6_MULTICAST_HOPS: how many routers a multicast may pass.
pub(crate) fn multicast_hops(socket: &impl AsDescriptor, hops: u8) -> io::Result<()> {
    SockRef::from(socket).set_multicast_hops_v6(hops.into())
}

/// IP_MULTICAST_IF: the interface, by its address, that multicasts leave through.
pub(crate) fn multicast_interface_v4(
    socket: &impl AsDescriptor,
    interface: Ipv4Addr,
) -> io::Result<()> {
    SockRef::from(socket).set_multicast_if_v4(&interface)
}

/// IPV6_MULTICAST_IF: the same by its index.
pub(crate) fn multicast_interface_v6(socket: &impl AsDescriptor, index: u32) -> io::Result<()> {
    SockRef::from(socket).set_multicast_if_v6(index)
}

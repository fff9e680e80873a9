//! The addresses of hosts. Each network has the same ones, since no two networks touch.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Bits of the network in an IPv4 address: 10.0.0.0/24, of RFC 1918.
pub const V4_PREFIX: u8 = 24;

/// Bits of the network in an IPv6 address: fd4c:6162::/64, of RFC 4193.
pub const V6_PREFIX: u8 = 64;

/// Most hosts that the addresses are for.
pub const MAX_HOSTS: u8 = 250;

/// The IPv4 address of the host with this number; the first host is number 1.
#[must_use]
pub const fn v4(number: u8) -> Ipv4Addr {
    Ipv4Addr::new(10, 0, 0, number)
}

/// Its IPv6 address.
#[must_use]
pub const fn v6(number: u8) -> Ipv6Addr {
    Ipv6Addr::new(0xfd4c, 0x6162, 0, 0, 0, 0, 0, number as u16)
}

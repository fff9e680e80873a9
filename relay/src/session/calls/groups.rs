//! Multicast and broadcast: which interface an option names, and which destinations are a group's.
//!
//! A membership opens a socket to what others send to the group on that interface, as a bind to an
//! address does. So the rules for bind judge it.

use std::net::{IpAddr, SocketAddr};

use lab_shared::call::OptionValue;

/// The index of `lo` in every network namespace: LOOPBACK_IFINDEX of Linux.
const LOOPBACK_INDEX: u32 = 1;

/// The option levels of IPv4 and IPv6.
const IP: i32 = 0;
const IPV6: i32 = 41;

/// Where an option for groups names its interface: ip(7), ipv6(7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GroupOption {
    /// IP_ADD_MEMBERSHIP and IP_DROP_MEMBERSHIP: `struct ip_mreq` or `struct ip_mreqn`.
    MembershipV4,
    /// IPV6_JOIN_GROUP and IPV6_LEAVE_GROUP: `struct ipv6_mreq`.
    MembershipV6,
    /// IP_MULTICAST_IF: an address, or a structure as of a membership.
    OutgoingV4,
    /// IPV6_MULTICAST_IF: an index.
    OutgoingV6,
}

/// The interface that an option names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Interface {
    /// None: the kernel chooses by its routes.
    Any,
    /// Loopback's.
    Loopback,
    /// Another one.
    Other,
}

impl GroupOption {
    /// The option by its numbers; `None` for one without an interface.
    pub(super) fn find(level: i32, option: i32) -> Option<Self> {
        Some(match (level, option) {
            (IP, 35 | 36) => Self::MembershipV4,
            (IP, 32) => Self::OutgoingV4,
            (IPV6, 20 | 21) => Self::MembershipV6,
            (IPV6, 17) => Self::OutgoingV6,
            _ => return None,
        })
    }

    /// The interface that the value names; `None` where the kernel refuses the value for its length.
    pub(super) fn interface(self, value: &OptionValue) -> Option<Interface> {
        let bytes = match value {
            OptionValue::Int(value) => value.to_ne_bytes().to_vec(),
            OptionValue::Bytes(bytes) => bytes.clone(),
        };
        let word = |at: usize| bytes.get(at..at + 4)?.try_into().ok();
        let of_index = |bytes| match u32::from_ne_bytes(bytes) {
            0 => Interface::Any,
            LOOPBACK_INDEX => Interface::Loopback,
            _ => Interface::Other,
        };
        let of_address = |address: [u8; 4]| match IpAddr::from(address) {
            ip if ip.is_unspecified() => Interface::Any,
            ip if ip.is_loopback() => Interface::Loopback,
            _ => Interface::Other,
        };
        match self {
            // The kernel looks at the address only where there is no index.
            Self::MembershipV4 | Self::OutgoingV4 => match word(8).map(of_index) {
                None | Some(Interface::Any) if self == Self::OutgoingV4 && bytes.len() < 8 => {
                    word(0).map(of_address)
                }
                None | Some(Interface::Any) => word(4).map(of_address),
                named => named,
            },
            Self::MembershipV6 => word(16).map(of_index),
            Self::OutgoingV6 => word(0).map(of_index),
        }
    }

    /// The same value with loopback as its interface, for a socket that is kept there: the kernel
    /// would choose by its routes, which do not know of that.
    pub(super) fn at_loopback(self, value: &OptionValue) -> OptionValue {
        let OptionValue::Bytes(bytes) = value else { return value.clone() };
        let index = LOOPBACK_INDEX.to_ne_bytes();
        OptionValue::Bytes(match (self, bytes.get(..4), bytes.get(..16)) {
            (Self::MembershipV4, Some(group), _) => [group, &[0; 4], &index].concat(),
            (Self::MembershipV6, _, Some(group)) => [group, &index].concat(),
            _ => bytes.clone(),
        })
    }
}

/// Whether a datagram to that address goes to all who listen on an interface, not to one host. A scope id
/// of another interface than loopback's is a way out of SO_BINDTODEVICE (`udpv6_sendmsg` takes it first),
/// so the rules judge such an address as any other.
pub(super) fn is_group(address: SocketAddr) -> bool {
    if let SocketAddr::V6(address) = address
        && !matches!(address.scope_id(), 0 | LOOPBACK_INDEX)
    {
        return false;
    }
    match address.ip().to_canonical() {
        IpAddr::V4(ip) => ip.is_multicast() || ip.is_broadcast(),
        IpAddr::V6(ip) => ip.is_multicast(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(parts: &[&[u8]]) -> OptionValue {
        OptionValue::Bytes(parts.concat())
    }

    #[test]
    fn an_interface_is_read_as_the_kernel_reads_it() {
        let group = [224, 1, 1, 1];
        let cases = [
            (GroupOption::MembershipV4, bytes(&[&group, &[0; 4]]), Some(Interface::Any)),
            (
                GroupOption::MembershipV4,
                bytes(&[&group, &[127, 0, 0, 1]]),
                Some(Interface::Loopback),
            ),
            (GroupOption::MembershipV4, bytes(&[&group, &[10, 0, 0, 1]]), Some(Interface::Other)),
            (
                GroupOption::MembershipV4,
                bytes(&[&group, &[127, 0, 0, 1], &2_u32.to_ne_bytes()]),
                Some(Interface::Other),
            ),
            (GroupOption::MembershipV4, bytes(&[&group]), None),
            (GroupOption::OutgoingV4, bytes(&[&[127, 0, 0, 1]]), Some(Interface::Loopback)),
            (GroupOption::OutgoingV4, bytes(&[&[10, 0, 0, 1]]), Some(Interface::Other)),
            (GroupOption::OutgoingV4, OptionValue::Int(0), Some(Interface::Any)),
            (GroupOption::OutgoingV6, OptionValue::Int(1), Some(Interface::Loopback)),
            (
                GroupOption::MembershipV6,
                bytes(&[&[255; 16], &3_u32.to_ne_bytes()]),
                Some(Interface::Other),
            ),
        ];
        for (option, value, interface) in cases {
            assert_eq!(option.interface(&value), interface, "{option:?} {value:?}");
        }
    }

    #[test]
    fn a_membership_moves_to_loopback_with_its_group() {
        let moved = GroupOption::MembershipV4.at_loopback(&bytes(&[&[224, 1, 1, 1], &[0; 4]]));
        assert_eq!(moved, bytes(&[&[224, 1, 1, 1], &[0; 4], &LOOPBACK_INDEX.to_ne_bytes()]));
        assert_eq!(GroupOption::MembershipV4.interface(&moved), Some(Interface::Loopback));
        assert_eq!(GroupOption::MembershipV4.at_loopback(&bytes(&[&[1]])), bytes(&[&[1]]));
    }

    #[test]
    fn groups_are_multicast_and_the_limited_broadcast() {
        for (address, group) in [
            ("224.0.0.251:5353", true),
            ("255.255.255.255:9", true),
            ("[ff02::1]:9", true),
            ("[ff02::1%1]:9", true),
            ("[ff02::1%2]:9", false),
            ("[::ffff:224.0.0.1]:9", true),
            ("127.255.255.255:9", false),
            ("10.0.0.255:9", false),
        ] {
            assert_eq!(is_group(address.parse().unwrap()), group, "{address}");
        }
    }
}

//! The interface that a socket option's value names, read as the kernel reads it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::number;
use super::system::loopback_index;

/// Where the name of an interface ends: Linux's IFNAMSIZ with its NUL.
const MAX_NAME_BYTES: usize = 15;

/// An interface, as far as the relay's rules distinguish them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Interface {
    /// Linux's `lo`, and its like.
    Loopback,
    /// None is named: the kernel chooses, for a group by the route to it.
    Any,
    /// Another one, or one that is not there.
    Other,
}

/// What an option does with an interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InterfaceUse {
    /// SO_BINDTODEVICE: the socket sends and receives by it alone.
    Device(Interface),
    /// IP_ADD_MEMBERSHIP, IPV6_JOIN_GROUP: datagrams to the group come in by it.
    Join(IpAddr, Interface),
    /// IP_DROP_MEMBERSHIP, IPV6_LEAVE_GROUP: they do so no longer.
    Leave(Interface),
    /// IP_MULTICAST_IF, IPV6_MULTICAST_IF: datagrams to groups leave by it.
    SendBy(Interface),
}

impl InterfaceUse {
    /// What setsockopt(2) with these bytes would do; `None` for another option, and for a value that
    /// the kernel refuses for its length or because it is no group.
    pub(crate) fn of_option(level: i32, option: i32, value: &[u8]) -> Option<Self> {
        Some(match (level, option) {
            (number::SOL_SOCKET, number::SO_BINDTODEVICE) => Self::Device(Interface::named(value)),
            (number::IPPROTO_IP, number::IP_ADD_MEMBERSHIP) => {
                let group = address_at(value, 0).filter(Ipv4Addr::is_multicast)?;
                Self::Join(group.into(), Interface::of_request(value)?)
            }
            (number::IPPROTO_IP, number::IP_DROP_MEMBERSHIP) => {
                Self::Leave(Interface::of_request(value)?)
            }
            (number::IPPROTO_IP, number::IP_MULTICAST_IF) if value.len() < REQUEST_BYTES => {
                Self::SendBy(Interface::with_address(address_at(value, 0)?))
            }
            (number::IPPROTO_IP, number::IP_MULTICAST_IF) => {
                Self::SendBy(Interface::of_request(value)?)
            }
            (number::IPPROTO_IPV6, number::IPV6_ADD_MEMBERSHIP) => {
                let octets: [u8; 16] = *value.first_chunk()?;
                let group = Some(Ipv6Addr::from(octets)).filter(Ipv6Addr::is_multicast)?;
                Self::Join(group.into(), Interface::at(number_at(value, octets.len())?))
            }
            (number::IPPROTO_IPV6, number::IPV6_DROP_MEMBERSHIP) => {
                Self::Leave(Interface::at(number_at(value, size_of::<Ipv6Addr>())?))
            }
            (number::IPPROTO_IPV6, number::IPV6_MULTICAST_IF) => {
                Self::SendBy(Interface::at(number_at(value, 0)?))
            }
            _ => return None,
        })
    }
}

/// A membership's value with `lo` for its interface: `struct ip_mreqn` of ip(7), or `struct ipv6_mreq`
/// of ipv6(7). `None` if it is too short, or the machine has no loopback.
pub(crate) fn on_loopback(level: i32, value: &[u8]) -> Option<Vec<u8>> {
    let index = loopback_index().ok()?.to_ne_bytes();
    Some(match level {
        number::IPPROTO_IPV6 => [value.get(..size_of::<Ipv6Addr>())?, &index].concat(),
        _ => [value.get(..size_of::<Ipv4Addr>())?, &[0; 4], &index].concat(),
    })
}

/// Bytes of `struct ip_mreq`: a group and an interface's address. `struct ip_mreqn` goes on with an
/// interface's index.
const REQUEST_BYTES: usize = 8;

impl Interface {
    /// The one with this index.
    pub(crate) fn at(index: u32) -> Self {
        match index {
            0 => Self::Any,
            _ if loopback_index().is_ok_and(|loopback| loopback == index) => Self::Loopback,
            _ => Self::Other,
        }
    }

    /// The one whose name begins a value of SO_BINDTODEVICE.
    fn named(value: &[u8]) -> Self {
        let name = value.split(|byte| *byte == 0).next().unwrap_or_default();
        match &name[..name.len().min(MAX_NAME_BYTES)] {
            b"" => Self::Any,
            b"lo" => Self::Loopback,
            _ => Self::Other,
        }
    }

    /// That of `struct ip_mreqn`, whose index comes before its address, or of `struct ip_mreq`.
    fn of_request(value: &[u8]) -> Option<Self> {
        match number_at(value, REQUEST_BYTES) {
            None | Some(0) => Some(Self::with_address(address_at(value, 4)?)),
            Some(index) => Some(Self::at(index)),
        }
    }

    /// The one that has this address. All of 127.0.0.0/8 is loopback's, except what another
    /// interface has.
    pub(crate) fn with_address(address: Ipv4Addr) -> Self {
        if address.is_unspecified() {
            return Self::Any;
        }
        let Ok(interfaces) = if_addrs::get_if_addrs() else { return Self::Other };
        match interfaces.iter().find(|interface| interface.ip() == address) {
            Some(interface) if interface.is_loopback() => Self::Loopback,
            None if address.is_loopback() => Self::Loopback,
            _ => Self::Other,
        }
    }
}

fn address_at(value: &[u8], at: usize) -> Option<Ipv4Addr> {
    let octets: [u8; 4] = *value.get(at..)?.first_chunk()?;
    Some(octets.into())
}

fn number_at(value: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_ne_bytes(*value.get(at..)?.first_chunk()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Interface::{Any, Loopback, Other};

    fn join(value: &[u8]) -> Option<Interface> {
        match InterfaceUse::of_option(number::IPPROTO_IP, number::IP_ADD_MEMBERSHIP, value)? {
            InterfaceUse::Join(_, interface) => Some(interface),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_membership_names_its_interface_by_address_or_by_index() {
        let group = [239, 1, 2, 3];
        let request = |address: [u8; 4]| [group, address].concat();
        let numbered =
            |address: [u8; 4], index: u32| [group, address, index.to_ne_bytes()].concat();
        let lo = loopback_index().unwrap();
        for (value, expected) in [
            (request([127, 0, 0, 1]), Loopback),
            (request([127, 9, 9, 9]), Loopback),
            (request([0; 4]), Any),
            (request([192, 0, 2, 77]), Other),
            (numbered([127, 0, 0, 1], 0), Loopback),
            (numbered([0; 4], 0), Any),
            (numbered([0; 4], lo), Loopback),
            (numbered([127, 0, 0, 1], lo + 1), Other),
            // struct.pack("4sl", …, INADDR_ANY), with four bytes between the two.
            ([&group[..], &[0; 12]].concat(), Any),
        ] {
            assert_eq!(join(&value), Some(expected), "{value:?}");
        }
        assert_eq!(join(&[10, 1, 2, 3, 127, 0, 0, 1]), None, "no group");
        assert_eq!(join(&group), None, "too short");
    }

    #[test]
    fn a_membership_moves_to_loopback_with_its_group() {
        let group = [239, 1, 2, 3];
        let moved = on_loopback(number::IPPROTO_IP, &[group, [0; 4]].concat()).unwrap();
        assert_eq!(moved[..4], group);
        assert_eq!(join(&moved), Some(Loopback));
        let moved = on_loopback(number::IPPROTO_IPV6, &[[255; 16].as_slice(), &[0; 4]].concat());
        assert_eq!(moved.unwrap()[..16], [255; 16]);
        assert_eq!(on_loopback(number::IPPROTO_IP, &[239]), None);
    }

    #[test]
    fn a_device_is_named_up_to_the_first_nul() {
        for (value, expected) in [
            (&b"lo"[..], Loopback),
            (b"lo\0eth0", Loopback),
            (b"", Any),
            (b"\0lo", Any),
            (b"lo0", Other),
            (b"eth0", Other),
        ] {
            let found = InterfaceUse::of_option(number::SOL_SOCKET, number::SO_BINDTODEVICE, value);
            assert_eq!(found, Some(InterfaceUse::Device(expected)), "{value:?}");
        }
    }

    #[test]
    fn groups_are_sent_to_by_an_address_a_request_or_an_index() {
        let lo = loopback_index().unwrap().to_ne_bytes();
        for (level, option, value, expected) in [
            (number::IPPROTO_IP, number::IP_MULTICAST_IF, vec![127, 0, 0, 1], Loopback),
            (number::IPPROTO_IP, number::IP_MULTICAST_IF, vec![0; 4], Any),
            (
                number::IPPROTO_IP,
                number::IP_MULTICAST_IF,
                vec![239, 1, 2, 3, 127, 0, 0, 1],
                Loopback,
            ),
            (number::IPPROTO_IP, number::IP_MULTICAST_IF, vec![192, 0, 2, 77], Other),
            (number::IPPROTO_IPV6, number::IPV6_MULTICAST_IF, lo.to_vec(), Loopback),
            (number::IPPROTO_IPV6, number::IPV6_MULTICAST_IF, vec![255; 4], Other),
        ] {
            let found = InterfaceUse::of_option(level, option, &value);
            assert_eq!(found, Some(InterfaceUse::SendBy(expected)), "{option} {value:?}");
        }
    }
}

//! Multicast groups on loopback, and the options that name an interface.

use super::List;
use super::steps::*;

/// A group of RFC 2365's local scope.
const GROUP: [u8; 4] = [239, 192, 7, 3];
const LOOPBACK: [u8; 4] = [127, 0, 0, 1];

/// The index of `lo` in every network namespace.
const LOOPBACK_INDEX: u32 = 1;

fn request(group: [u8; 4], interface: [u8; 4]) -> Vec<u8> {
    [group, interface].concat()
}

fn numbered(group: [u8; 4], index: u32) -> Vec<u8> {
    [group, [0; 4], index.to_ne_bytes()].concat()
}

/// `struct ipv6_mreq` of `ff15::7:3` on `lo`.
fn request6() -> Vec<u8> {
    let group: std::net::Ipv6Addr = "ff15::7:3".parse().unwrap();
    [&group.octets()[..], &LOOPBACK_INDEX.to_ne_bytes()].concat()
}

pub(super) fn groups() -> List {
    let udp6 = |name| open(name, Inet6, Dgram);
    let join = |value: &[u8]| set_bytes("s", "IP_ADD_MEMBERSHIP", value);
    let drop = |value: &[u8]| set_bytes("s", "IP_DROP_MEMBERSHIP", value);
    let mapped = [10, 0, 0, 1];
    vec![
        (
            "a membership by address and by index",
            vec![
                udp("s"),
                join(&request(GROUP, LOOPBACK)),
                join(&request(GROUP, LOOPBACK)),
                join(&numbered(GROUP, LOOPBACK_INDEX)),
                drop(&numbered(GROUP, LOOPBACK_INDEX)),
                drop(&request(GROUP, LOOPBACK)),
                join(&numbered(GROUP, LOOPBACK_INDEX)),
                get("s", "IP_ADD_MEMBERSHIP", Some(8)),
            ],
        ),
        (
            "what is no membership",
            vec![
                udp("s"),
                join(&request(mapped, LOOPBACK)),
                join(&GROUP),
                set("s", "IP_ADD_MEMBERSHIP", 1),
                set_null("s", "IP_ADD_MEMBERSHIP", 8),
                drop(&request(GROUP, LOOPBACK)),
                tcp("c"),
                set_bytes("c", "IP_ADD_MEMBERSHIP", &request(GROUP, LOOPBACK)),
            ],
        ),
        (
            "how datagrams to a group leave",
            vec![
                udp("s"),
                get("s", "IP_MULTICAST_IF", None),
                set_bytes("s", "IP_MULTICAST_IF", &LOOPBACK),
                get("s", "IP_MULTICAST_IF", Some(4)),
                set_bytes("s", "IP_MULTICAST_IF", &request(GROUP, LOOPBACK)),
                set_bytes("s", "IP_MULTICAST_IF", &numbered(GROUP, LOOPBACK_INDEX)),
                set("s", "IP_MULTICAST_IF", 0),
                set_bytes("s", "IP_MULTICAST_IF", b"lo"),
                get("s", "IP_MULTICAST_TTL", None),
                set("s", "IP_MULTICAST_TTL", 2),
                set_bytes("s", "IP_MULTICAST_TTL", b"\x03"),
                get("s", "IP_MULTICAST_TTL", None),
                get("s", "IP_MULTICAST_TTL", Some(1)),
                set("s", "IP_MULTICAST_TTL", 256),
                get("s", "IP_MULTICAST_LOOP", None),
                set("s", "IP_MULTICAST_LOOP", 0),
                get("s", "IP_MULTICAST_LOOP", None),
                tcp("c"),
                set_bytes("c", "IP_MULTICAST_IF", &LOOPBACK),
            ],
        ),
        (
            "a datagram to a group on loopback",
            vec![
                udp("s"),
                bind("s", at("239.192.7.3", 0)),
                join(&request(GROUP, LOOPBACK)),
                udp("c"),
                near("c"),
                set_bytes("c", "IP_MULTICAST_IF", &LOOPBACK),
                sendto("c", b"to all", at("@s", 0)),
                recvfrom("s", 99),
                connect("c", at("@s", 0)),
                peer("c"),
                send("c", b"again"),
                recvfrom("s", 99),
            ],
        ),
        (
            "groups of IPv6",
            vec![
                udp6("s"),
                set_bytes("s", "IPV6_JOIN_GROUP", &request6()),
                set_bytes("s", "IPV6_JOIN_GROUP", &request6()),
                set_bytes("s", "IPV6_LEAVE_GROUP", &request6()),
                set_bytes("s", "IPV6_LEAVE_GROUP", &request6()),
                set_bytes("s", "IPV6_JOIN_GROUP", &request6()[..16]),
                get("s", "IPV6_MULTICAST_IF", None),
                set("s", "IPV6_MULTICAST_IF", 1),
                get("s", "IPV6_MULTICAST_IF", None),
                get("s", "IPV6_MULTICAST_HOPS", None),
                set("s", "IPV6_MULTICAST_HOPS", 4),
                get("s", "IPV6_MULTICAST_HOPS", None),
                set("s", "IPV6_MULTICAST_HOPS", 256),
                get("s", "IPV6_MULTICAST_LOOP", None),
                set("s", "IPV6_MULTICAST_LOOP", 0),
                get("s", "IPV6_MULTICAST_LOOP", None),
            ],
        ),
        (
            "the device of a socket",
            vec![
                tcp("s"),
                get("s", "SO_BINDTODEVICE", Some(16)),
                set_null("s", "SO_BINDTODEVICE", 0),
                set_bytes("s", "SO_BINDTODEVICE", b"lo"),
                get("s", "SO_BINDTODEVICE", Some(16)),
                get("s", "SO_BINDTODEVICE", None),
                near("s"),
                listen("s", Some(1)),
            ],
        ),
    ]
}

//! Where the switch passes a packet on to, by its destination.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use lab_shared::network::address;

/// To whom a packet is addressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Recipient {
    /// The host of this number.
    Host(u8),
    /// Every host but its sender.
    Everyone,
    /// Nobody here.
    Nobody,
}

/// The recipient of a packet that begins with its IP header.
pub(super) fn recipient(packet: &[u8]) -> Recipient {
    match destination(packet) {
        Some(IpAddr::V4(address)) => of_v4(address),
        Some(IpAddr::V6(address)) => of_v6(address),
        None => Recipient::Nobody,
    }
}

/// The address a packet is for.
fn destination(packet: &[u8]) -> Option<IpAddr> {
    match packet.first()? >> 4 {
        4 => Some(Ipv4Addr::from(<[u8; 4]>::try_from(packet.get(16..20)?).ok()?).into()),
        6 => Some(Ipv6Addr::from(<[u8; 16]>::try_from(packet.get(24..40)?).ok()?).into()),
        _ => None,
    }
}

fn of_v4(to: Ipv4Addr) -> Recipient {
    // The last address of the network is for all of its hosts.
    let everyone = to.is_multicast() || to.is_broadcast() || to == address::v4(u8::MAX);
    let [.., number] = to.octets();
    match number {
        _ if everyone => Recipient::Everyone,
        number if to == address::v4(number) => Recipient::Host(number),
        _ => Recipient::Nobody,
    }
}

fn of_v6(to: Ipv6Addr) -> Recipient {
    let [.., number] = to.octets();
    match number {
        _ if to.is_multicast() => Recipient::Everyone,
        number if to == address::v6(number) => Recipient::Host(number),
        _ => Recipient::Nobody,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use etherparse::PacketBuilder;

    fn to(address: &str) -> Recipient {
        let mut packet = Vec::new();
        let builder = match address.parse().unwrap() {
            IpAddr::V4(to) => PacketBuilder::ipv4([10, 0, 0, 1], to.octets(), 64),
            IpAddr::V6(to) => PacketBuilder::ipv6([1; 16], to.octets(), 64),
        };
        builder.udp(1, 2).write(&mut packet, b"hello").unwrap();
        recipient(&packet)
    }

    #[test]
    fn packets_go_to_their_host_and_those_for_all_to_everyone() {
        for address in ["10.0.0.7", "fd4c:6162::7"] {
            assert_eq!(to(address), Recipient::Host(7), "{address}");
        }
        for address in
            ["255.255.255.255", "10.0.0.255", "224.0.0.1", "239.1.2.3", "ff02::1", "ff15::7"]
        {
            assert_eq!(to(address), Recipient::Everyone, "{address}");
        }
        for address in ["10.0.1.7", "127.0.0.1", "8.8.8.8", "fd4c:6162::1:7", "fe80::7", "::1"] {
            assert_eq!(to(address), Recipient::Nobody, "{address}");
        }
        for damaged in [&b""[..], b"E", &[0x45; 19], &[0x65; 39], &[0x05; 60]] {
            assert_eq!(recipient(damaged), Recipient::Nobody);
        }
    }
}

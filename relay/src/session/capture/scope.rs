//! The scope of a followed socket: which segments belong to it.

use std::net::{IpAddr, SocketAddr};

use crate::packet::SegmentHeaders;
use crate::socket::{Endpoints, Flow};

/// The segments that belong to one TCP socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CaptureScope {
    /// All segments of its port: it is bound, and perhaps listens.
    At(SocketAddr),
    /// All segments to and from an address: it begins to connect there, and only the kernel knows
    /// from which port.
    Towards(SocketAddr),
    /// Its connection, or its attempt at one.
    Connection(SocketAddr, SocketAddr),
}

impl CaptureScope {
    /// The scope of a socket with these addresses, after `before`; `None` for one without a port.
    pub(crate) fn of(names: Endpoints, before: Option<Self>) -> Option<Self> {
        match (names.local, names.peer, before) {
            (Some(local), Some(peer), _) => Some(Self::Connection(local, peer)),
            // A connect that is under way, or has failed, has no peer's name.
            (Some(local), None, Some(Self::Towards(peer) | Self::Connection(_, peer))) => {
                Some(Self::Connection(local, peer))
            }
            (Some(local), None, _) => Some(Self::At(local)),
            (None, _, _) => None,
        }
    }

    /// The packets that the kernel's filter passes for it.
    pub(crate) fn flow(self) -> Flow {
        match self {
            Self::At(end) | Self::Towards(end) => Flow::Port(end.port()),
            Self::Connection(local, peer) => Flow::Between(local.port(), peer.port()),
        }
    }

    /// Whether a segment belongs to it.
    pub(super) fn covers(self, headers: &SegmentHeaders) -> bool {
        let (source, destination) = (headers.source, headers.destination);
        match self {
            Self::At(end) | Self::Towards(end) => is(end, source) || is(end, destination),
            Self::Connection(local, peer) => {
                (is(local, source) && is(peer, destination))
                    || (is(peer, source) && is(local, destination))
            }
        }
    }
}

/// Whether a segment's end is the address of a socket. The unspecified address matches any, and an
/// IPv4 address may be written as one of IPv6.
fn is(named: SocketAddr, end: SocketAddr) -> bool {
    let ip: IpAddr = named.ip().to_canonical();
    named.port() == end.port() && (ip.is_unspecified() || ip == end.ip())
}

#[cfg(test)]
mod tests {
    use super::*;
    use lab_shared::kernel::{SegmentOptions, TcpFlags};

    fn end(text: &str) -> SocketAddr {
        text.parse().unwrap()
    }

    fn headers(source: &str, destination: &str) -> SegmentHeaders {
        SegmentHeaders {
            source: end(source),
            destination: end(destination),
            flags: TcpFlags::ACK,
            sequence: 0,
            acknowledgment: 0,
            window: 0,
            length: 0,
            options: SegmentOptions::default(),
        }
    }

    #[test]
    fn a_listener_is_about_its_port_and_a_connection_about_its_two_ends() {
        let there = headers("127.0.0.1:4000", "127.0.0.1:5000");
        let back = headers("127.0.0.1:5000", "127.0.0.1:4000");
        let strange = headers("127.0.0.1:4001", "127.0.0.1:5000");
        let other_address = headers("127.0.0.1:4000", "127.0.0.2:5000");
        let listens = CaptureScope::At(end("127.0.0.1:5000"));
        assert!([&there, &back, &strange].iter().all(|headers| listens.covers(headers)));
        assert!(!listens.covers(&other_address));
        assert!(CaptureScope::At(end("0.0.0.0:5000")).covers(&other_address));
        let connected =
            CaptureScope::Connection(end("[::ffff:127.0.0.1]:5000"), end("127.0.0.1:4000"));
        assert!(connected.covers(&there) && connected.covers(&back));
        assert!(!connected.covers(&strange) && !connected.covers(&other_address));
    }

    #[test]
    fn a_connect_is_known_by_its_aim_until_the_kernel_has_chosen_a_port() {
        let (local, peer) = (end("127.0.0.1:4000"), end("127.0.0.1:5000"));
        let towards = CaptureScope::Towards(peer);
        let bound = Endpoints { local: Some(local), peer: None };
        let under_way = CaptureScope::of(bound, Some(towards));
        assert_eq!(under_way, Some(CaptureScope::Connection(local, peer)));
        assert_eq!(CaptureScope::of(bound, None), Some(CaptureScope::At(local)));
        assert_eq!(CaptureScope::of(Endpoints::default(), Some(towards)), None);
        let connected = Endpoints { local: Some(local), peer: Some(peer) };
        assert_eq!(CaptureScope::of(connected, None), under_way);
    }
}

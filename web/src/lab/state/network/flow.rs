//! Which packets of the network are about one socket.

use std::collections::BTreeSet;

use lab_shared::call::{Address, Micros, Op, SocketId, SocketType, is_loopback_host};
use lab_shared::kernel::TcpFlags;
use lab_shared::network::{HostName, HostView, NetworkView, PacketContent, PacketReport};
use lab_shared::trace::{CallRecord, SocketView};

use crate::lab::state::Lab;

/// The packets of a socket that is on a host.
#[derive(Debug)]
pub(super) struct Flow {
    kind: SocketType,
    /// The addresses of its own end, without ports.
    own: Vec<String>,
    port: OwnPort,
    peer: Option<Peer>,
    /// Only packets from this moment on, and up to the other one.
    since: Micros,
    until: Option<Micros>,
    /// Whether it listens: then only handshakes are its own.
    listens: bool,
}

/// The port of its own end.
#[derive(Debug)]
enum OwnPort {
    Known(i64),
    /// Not known before connect returns: none of these, which other sockets have.
    NoneOf(BTreeSet<i64>),
}

#[derive(Debug)]
struct Peer {
    hosts: Vec<String>,
    port: i64,
}

impl Flow {
    /// The flow of a socket; `None` where its packets pass no cable.
    pub(super) fn of(lab: &Lab, socket: SocketId) -> Option<Self> {
        let network = lab.network.view()?;
        let host = network.host(lab.network.host_of(socket)?)?;
        let view = lab.timeline.socket(socket)?;
        let own = own_addresses(view, host);
        let mut flow = Self {
            kind: view.kind,
            own,
            port: OwnPort::Known(0),
            peer: None,
            since: Micros::default(),
            until: None,
            listens: view.backlog.is_some(),
        };
        let local = view.local.as_ref().and_then(Address::port);
        flow.peer = view.peer.as_ref().and_then(|peer| Peer::of(peer, network));
        match (view.kind, local, &flow.peer) {
            (SocketType::Stream, Some(port), Some(_)) => flow.port = OwnPort::Known(port),
            (SocketType::Stream, Some(port), None) if flow.listens => {
                flow.port = OwnPort::Known(port);
            }
            (SocketType::Dgram, Some(port), _) => flow.port = OwnPort::Known(port),
            (SocketType::Stream, ..) => flow.connects(lab, network, socket)?,
            _ => return None,
        }
        let near = |host: &String| flow.own.contains(host) || is_loopback_host(host);
        let stays = flow.peer.as_ref().is_some_and(|peer| peer.hosts.iter().any(near));
        (!stays && !flow.own.iter().all(|host| is_loopback_host(host))).then_some(flow)
    }

    /// Whether its own end has sent the packet; `None` where the packet is of another flow.
    pub(super) fn is_own(&self, packet: &PacketReport) -> Option<bool> {
        let early = packet.sent < self.since;
        if early || self.until.is_some_and(|until| packet.sent > until) || !self.carries(packet) {
            return None;
        }
        let (source, destination) = (&packet.head.source, &packet.head.destination);
        if self.is_here(source) && self.is_there(destination) {
            return Some(true);
        }
        (self.is_here(destination) && self.is_there(source)).then_some(false)
    }

    /// A socket that connects, or whose connect has failed: its own port is not known.
    fn connects(&mut self, lab: &Lab, network: &NetworkView, socket: SocketId) -> Option<()> {
        let aim = |call: &CallRecord| match &call.op {
            Op::Connect { address } | Op::ConnectEx { address } => Peer::of(address, network),
            _ => None,
        };
        let calls = lab.timeline.calls().filter(|call| call.socket == Some(socket));
        let (call, peer) = calls.filter_map(|call| Some((call, aim(call)?))).next_back()?;
        let others = lab.timeline.sockets().filter(|other| other.id != socket);
        let local = |other: &SocketView| other.local.as_ref().and_then(Address::port);
        self.port = OwnPort::NoneOf(others.filter_map(local).collect());
        (self.since, self.until) = (call.issued, call.returned);
        self.peer = Some(peer);
        Some(())
    }

    /// Whether the socket can have to do with what the packet carries.
    fn carries(&self, packet: &PacketReport) -> bool {
        match (&packet.head.content, self.kind) {
            (PacketContent::Tcp(segment), SocketType::Stream) => {
                let opens = [TcpFlags::SYN, TcpFlags::RST];
                !self.listens || opens.into_iter().any(|flag| segment.flags.contains(flag))
            }
            (PacketContent::Udp { .. } | PacketContent::Fragment { .. }, SocketType::Dgram) => true,
            (PacketContent::Icmp { kind, .. }, SocketType::Dgram) => is_error(*kind, packet),
            _ => false,
        }
    }

    fn is_here(&self, address: &Address) -> bool {
        let Some((host, port)) = parts(address) else { return false };
        let fits = match &self.port {
            // Fragments and messages of ICMP have no port.
            _ if port == 0 => self.kind == SocketType::Dgram,
            OwnPort::Known(own) => port == *own,
            OwnPort::NoneOf(others) => !others.contains(&port),
        };
        fits && self.own.iter().any(|own| own == host)
    }

    fn is_there(&self, address: &Address) -> bool {
        let Some((host, port)) = parts(address) else { return false };
        self.peer.as_ref().is_none_or(|peer| {
            (port == 0 || port == peer.port) && peer.hosts.iter().any(|known| known == host)
        })
    }
}

impl Peer {
    /// An address; the name of a host is all its addresses.
    fn of(address: &Address, network: &NetworkView) -> Option<Self> {
        let (host, port) = parts(address)?;
        let named = HostName::new(host).ok().and_then(|name| network.host(&name));
        let hosts = match named {
            Some(host) => vec![host.v4.clone(), host.v6.clone()],
            None => vec![host.to_owned()],
        };
        Some(Self { hosts, port })
    }
}

/// The addresses that a socket's own end can have.
fn own_addresses(view: &SocketView, host: &HostView) -> Vec<String> {
    let bound = view.local.as_ref().filter(|local| !local.is_wildcard()).and_then(parts);
    match bound {
        Some((bound, _)) => vec![bound.to_owned()],
        None => vec![host.v4.clone(), host.v6.clone()],
    }
}

/// Host and port; an IPv4 address that IPv6 has mapped is the IPv4 address.
fn parts(address: &Address) -> Option<(&str, i64)> {
    match address {
        Address::Inet { host, port } | Address::Inet6 { host, port, .. } => {
            Some((host.strip_prefix("::ffff:").unwrap_or(host), *port))
        }
        Address::Unix { .. } => None,
    }
}

/// Whether a message of ICMP reports an error: RFC 792 (types 3, 5, 11, 12), RFC 4443 (below 128).
fn is_error(kind: u8, packet: &PacketReport) -> bool {
    match packet.head.source {
        Address::Inet6 { .. } => kind < 128,
        _ => matches!(kind, 3 | 5 | 11 | 12),
    }
}

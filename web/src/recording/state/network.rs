//! The page's network in a recording: without its code and the lines that enter its hosts, which are of the
//! relay's machine and of its people alone.

use std::collections::HashSet;
use std::hash::Hash;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6};
use std::rc::Rc;

use data_encoding::BASE64;
use lab_shared::call::{Address, Micros};
use lab_shared::network::address::MAX_HOSTS;
use lab_shared::network::{
    CableView, HostEnd, HostName, HostView, NetworkPlan, NetworkView, PacketReport, Protocol,
    Published, Way,
};
use serde::{Deserialize, Serialize};

use super::{Event, What};
use crate::lab::state::Lab;
use crate::lab::state::network::NetworkChange;

/// Most published ports of a network.
const MAX_PUBLISHED: usize = 1000;

/// Most bytes of a packet: IPv6's largest payload behind its header (RFC 8200, section 3).
const MAX_PACKET: u32 = 65_535 + 40;

/// The latest moment of a packet, on the recording's clock: about thirty years.
const MAX_TIME: Micros = Micros(1_000_000_000_000_000);

/// A network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordedNetwork {
    /// In the order of their addresses.
    pub hosts: Vec<RecordedHost>,
    pub cables: Vec<CableView>,
    /// Largest packet that passes, in bytes from the IP header on.
    pub mtu: u16,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub published: Vec<RecordedPort>,
    /// Pages in it.
    pub pages: u32,
}

/// A host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordedHost {
    pub name: HostName,
    pub v4: Ipv4Addr,
    pub v6: Ipv6Addr,
    /// Why it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<HostEnd>,
}

/// A port of the relay's machine that leads to a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordedPort {
    pub host: HostName,
    pub protocol: Protocol,
    /// The host's.
    pub port: u16,
    /// The machine's address and port.
    pub at: SocketAddr,
}

impl RecordedNetwork {
    /// The network as it is; `None` if its addresses are none, which no relay reports.
    fn of(view: &NetworkView) -> Option<Self> {
        let host = |host: &HostView| {
            let HostView { name, ended, .. } = host.clone();
            Some(RecordedHost { name, v4: host.v4.parse().ok()?, v6: host.v6.parse().ok()?, ended })
        };
        let port = |door: &Published| {
            let Published { host, protocol, port, at } = door.clone();
            Some(RecordedPort { host, protocol, port, at: socket_address(&at)? })
        };
        Some(Self {
            hosts: view.hosts.iter().map(host).collect::<Option<_>>()?,
            cables: view.cables.clone(),
            mtu: view.mtu,
            published: view.published.iter().filter_map(port).collect(),
            pages: view.pages,
        })
    }

    /// The network for the panes.
    pub(super) fn view(&self) -> NetworkView {
        let host = |host: &RecordedHost| HostView {
            name: host.name.clone(),
            v4: host.v4.to_string(),
            v6: host.v6.to_string(),
            enter: String::new(),
            ended: host.ended,
        };
        let published = |door: &RecordedPort| Published {
            host: door.host.clone(),
            protocol: door.protocol,
            port: door.port,
            at: address(door.at),
        };
        NetworkView {
            hosts: self.hosts.iter().map(host).collect(),
            cables: self.cables.clone(),
            mtu: self.mtu,
            published: self.published.iter().map(published).collect(),
            code: None,
            pages: self.pages,
        }
    }

    /// Checks that a page can show it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn check(&self) -> Result<(), String> {
        let most = usize::from(MAX_HOSTS);
        few(self.hosts.len(), most, "hosts")?;
        few(self.cables.len(), most, "cables")?;
        few(self.published.len(), MAX_PUBLISHED, "published ports")?;
        if let Some(name) = twice(self.hosts.iter().map(|host| &host.name)) {
            return Err(format!("two hosts have the name {name}"));
        }
        if let Some(id) = twice(self.cables.iter().map(|cable| cable.id.0)) {
            return Err(format!("two cables have the number {id}"));
        }
        if let Some((_, at)) = twice(self.published.iter().map(|door| (door.protocol, door.at))) {
            return Err(format!("{at} is published twice"));
        }
        if !(NetworkPlan::MIN_MTU..=NetworkPlan::MAX_MTU).contains(&self.mtu) {
            return Err(format!("no network has an MTU of {}", self.mtu));
        }
        let odd = |cable: &&CableView| {
            Way::BOTH.into_iter().any(|way| {
                let impairment = &cable.line(way).impairment;
                impairment.clone().within_limits() != *impairment
            })
        };
        match self.cables.iter().find(odd) {
            Some(cable) => Err(format!("no cable can do what cable {} does", cable.id.0)),
            None => Ok(()),
        }
    }
}

/// Checks that a page can show a packet.
///
/// # Errors
/// What is wrong with it.
pub(super) fn check_packet(packet: &PacketReport) -> Result<(), String> {
    let serial = packet.serial;
    if packet.ended() < packet.sent {
        return Err(format!("packet {serial} ends before it is sent"));
    }
    if packet.ended() > MAX_TIME {
        return Err(format!("packet {serial} ends after {} microseconds", MAX_TIME.0));
    }
    let payload = packet.segment().map_or(0, |segment| segment.length);
    if packet.length.max(payload) > MAX_PACKET {
        return Err(format!("packet {serial} is longer than {MAX_PACKET} bytes"));
    }
    match BASE64.decode(packet.bytes.as_bytes()) {
        Ok(bytes) if bytes.len() <= PacketReport::SNAP => Ok(()),
        Ok(_) => Err(format!("packet {serial} has more than {} bytes", PacketReport::SNAP)),
        Err(error) => Err(format!("packet {serial}: its bytes are base64: {error}")),
    }
}

/// What became of the page's networks, in order.
pub(super) fn network_events(lab: &Lab) -> Vec<Event> {
    let network = &lab.network;
    let mut events = Vec::new();
    if network.forgotten() > 0 {
        let at = network.all_packets().next().map_or(Micros::default(), |packet| packet.sent);
        events.push(Event { at, what: What::Missed { packets: network.forgotten() } });
    }
    let mut last: Option<Rc<RecordedNetwork>> = None;
    for (at, change) in network.changes() {
        let what = match change {
            NetworkChange::Is(view) => {
                // A new code alone changes nothing that a recording holds.
                let recorded = RecordedNetwork::of(view).map(Rc::new);
                if recorded.is_none() || recorded == last {
                    continue;
                }
                last = recorded.clone();
                recorded.map(What::Network)
            }
            NetworkChange::Closed => {
                last = None;
                Some(What::NetworkClosed {})
            }
            NetworkChange::Missed(packets) => Some(What::Missed { packets: *packets }),
        };
        events.extend(what.map(|what| Event { at: *at, what }));
    }
    events.extend(
        network
            .all_packets()
            .map(|packet| Event { at: packet.sent, what: What::Packet(Rc::clone(packet)) }),
    );
    events
}

fn few(count: usize, most: usize, what: &str) -> Result<(), String> {
    if count > most { Err(format!("a network has at most {most} {what}")) } else { Ok(()) }
}

/// The first that is there twice.
fn twice<T: Clone + Eq + Hash>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let mut seen = HashSet::new();
    items.find(|item| !seen.insert(item.clone()))
}

fn socket_address(address: &Address) -> Option<SocketAddr> {
    let port = u16::try_from(address.port()?).ok()?;
    match address {
        Address::Inet { host, .. } => Some((host.parse::<Ipv4Addr>().ok()?, port).into()),
        Address::Inet6 { host, scope_id, .. } => {
            Some(SocketAddrV6::new(host.parse().ok()?, port, 0, *scope_id).into())
        }
        Address::Unix { .. } => None,
    }
}

fn address(at: SocketAddr) -> Address {
    let (host, port) = (at.ip().to_string(), i64::from(at.port()));
    match at {
        SocketAddr::V4(_) => Address::Inet { host, port },
        SocketAddr::V6(at) => Address::Inet6 { host, port, flowinfo: 0, scope_id: at.scope_id() },
    }
}

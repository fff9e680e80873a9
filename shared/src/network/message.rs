//! What a page asks of its network, and what it is told.

use serde::{Deserialize, Serialize};

use super::{CableId, CableView, HostName, Impairment, NetworkPlan, PacketKind, PacketReport, Way};
use crate::call::{Address, Failure, Micros};

/// A page's request to its network. Each is answered by [`NetworkNotice::Changed`] or [`NetworkNotice::Refused`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum NetworkCommand {
    /// Make the network, in place of the one that is there.
    Open(NetworkPlan),
    /// Join the network that another page shares.
    Join {
        /// Its code.
        code: String,
    },
    /// Share it, so that other pages can join.
    Share,
    /// Share it no longer; who has joined stays.
    Unshare,
    /// End it, or leave it if it is another page's. A network ends with the last page in it.
    Close,
    /// Add a host; with the third, a switch takes the place of the one cable.
    AddHost {
        /// Its name.
        name: HostName,
    },
    /// End a host. Its sockets stay, and nothing reaches them.
    RemoveHost {
        /// Which.
        name: HostName,
    },
    /// End a host and start it anew with the same name and addresses, as a machine that lost its power does.
    RestartHost {
        /// Which.
        name: HostName,
    },
    /// Set what one way of a cable does to packets.
    SetLine {
        /// Which cable.
        cable: CableId,
        /// Which way.
        way: Way,
        /// What it does from now on; see [`Impairment::within_limits`].
        impairment: Impairment,
    },
    /// Lose the next packets of a kind; a count of 0 takes that back.
    Drop {
        /// Which cable.
        cable: CableId,
        /// Which way.
        way: Way,
        /// Of which kind.
        kind: PacketKind,
        /// How many.
        count: u32,
    },
    /// Cut a cable, or mend it.
    Cut {
        /// Which.
        cable: CableId,
        /// Whether it is cut from now on.
        cut: bool,
    },
    /// Set the largest packet of every cable; see [`NetworkPlan::mtu`].
    SetMtu {
        /// In bytes.
        mtu: u16,
    },
    /// Forward a port of the machine to a port of a host.
    Publish {
        /// Which host.
        host: HostName,
        /// Of which protocol.
        protocol: Protocol,
        /// The host's port.
        port: u16,
        /// The machine's address and port; port 0 picks a free one.
        at: Address,
    },
    /// Forward it no longer.
    Unpublish {
        /// Of which protocol.
        protocol: Protocol,
        /// The machine's address and port, as in [`Published::at`].
        at: Address,
    },
}

/// A protocol with ports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protocol {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
}

/// A network as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkView {
    /// The hosts, in the order of their addresses.
    pub hosts: Vec<HostView>,
    /// The cables.
    pub cables: Vec<CableView>,
    /// Largest packet that passes, in bytes from the IP header on.
    pub mtu: u16,
    /// The ports of the machine that lead into it.
    pub published: Vec<Published>,
    /// The code under which it is shared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Pages in it.
    pub pages: u32,
}

impl NetworkView {
    /// The host of this name.
    #[must_use]
    pub fn host(&self, name: &HostName) -> Option<&HostView> {
        self.hosts.iter().find(|host| host.name == *name)
    }

    /// The cable of this number.
    #[must_use]
    pub fn cable(&self, id: CableId) -> Option<&CableView> {
        self.cables.iter().find(|cable| cable.id == id)
    }
}

/// A host as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostView {
    /// Its name.
    pub name: HostName,
    /// Its IPv4 address.
    pub v4: String,
    /// Its IPv6 address.
    pub v6: String,
    /// The command line that puts a terminal of the relay's machine into it.
    pub enter: String,
    /// Why it is gone; `None` while it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<HostEnd>,
}

/// Why a host is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HostEnd {
    /// A page removed it.
    Removed,
    /// Its process was killed or failed.
    Died,
}

/// A port of the machine that leads to a host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// Which host.
    pub host: HostName,
    /// Of which protocol.
    pub protocol: Protocol,
    /// The host's port.
    pub port: u16,
    /// The machine's address and port.
    pub at: Address,
}

/// A report on a page's network.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkReport {
    /// When, on the relay's clock.
    pub at: Micros,
    /// What.
    pub news: NetworkNotice,
}

/// The content of a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum NetworkNotice {
    /// It is now like this: after each request, and whenever something of it changes by itself.
    Changed(Box<NetworkView>),
    /// A request was not carried out; everything is as it was.
    Refused(Failure),
    /// What passed along its cables, in the order the packets entered them; at most
    /// [`crate::wire::MAX_SEGMENTS`] of them, [`crate::wire::KERNEL_REPORTS_PER_SECOND`] times a second.
    Packets {
        /// The packets.
        packets: Vec<PacketReport>,
        /// Packets left out before these, because there were too many to report.
        #[serde(default)]
        missed: u64,
    },
    /// The page has no network any more.
    Closed,
}

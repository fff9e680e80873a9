//! An end: where messages go out and come in.

use serde::{Deserialize, Serialize};

use super::options::SocketOptions;
use crate::assistant::compose::{Charset, Checksum, integer, is_default};
use crate::assistant::framing::Grouping;
use crate::call::Address;
use crate::framing::ByteOrder;

/// An end as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndSetup {
    /// What people call it.
    pub name: String,
    /// Its sockets.
    pub transport: Transport,
    /// The options of its sockets. Connections that a server accepts inherit them.
    #[serde(default, skip_serializing_if = "SocketOptions::is_empty")]
    pub options: SocketOptions,
    /// How received bytes become messages.
    #[serde(default, skip_serializing_if = "is_default")]
    pub grouping: Grouping,
    /// The encoding in which its messages are shown.
    #[serde(default, skip_serializing_if = "is_default")]
    pub charset: Charset,
    /// The checksum that received messages have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<ReceivedCheck>,
}

/// The sockets of an end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Transport {
    /// One TCP connection.
    TcpClient {
        /// To where.
        connect: Endpoint,
        /// The local address and port; without one, the kernel chooses.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        bind: Option<Endpoint>,
        /// Whether it connects again, and after which pauses.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reconnect: Option<Backoff>,
    },
    /// A listener and its connections.
    TcpServer {
        /// Where.
        listen: Endpoint,
        /// Most connections at a time.
        #[serde(default = "most_peers", skip_serializing_if = "is_most_peers")]
        peers: u32,
    },
    /// A UDP socket.
    Udp {
        /// The local address and port.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        bind: Option<Endpoint>,
        /// Where messages go that name no address.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        send_to: Option<Endpoint>,
        /// Whether the socket is connected to `send_to`, so it hears nobody else.
        #[serde(default, skip_serializing_if = "is_default")]
        connected: bool,
        /// Whether it may send to broadcast addresses.
        #[serde(default, skip_serializing_if = "is_default")]
        broadcast: bool,
        /// The multicast groups it joins.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        join: Vec<Membership>,
        /// The interface that multicasts leave through; without one, that of the group it has joined, or the
        /// kernel's choice.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        multicast_interface: Option<String>,
        /// How many routers a multicast may pass; without one, the kernel's default of 1.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        multicast_ttl: Option<u8>,
        /// Whether this machine hears its own multicasts; without a word, the kernel's default, yes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        multicast_loopback: Option<bool>,
    },
    /// One connection of an AF_UNIX stream socket.
    UnixClient {
        /// The path; one that begins with `@` is a name of Linux's abstract namespace.
        connect: String,
        /// Whether it connects again, and after which pauses.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reconnect: Option<Backoff>,
    },
    /// A listener of AF_UNIX stream sockets and its connections.
    UnixServer {
        /// The path.
        listen: String,
        /// Most connections at a time.
        #[serde(default = "most_peers", skip_serializing_if = "is_most_peers")]
        peers: u32,
    },
    /// An AF_UNIX datagram socket.
    UnixDatagram {
        /// The path where others reach it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        bind: Option<String>,
        /// The path where messages go that name none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        send_to: Option<String>,
    },
}

fn most_peers() -> u32 {
    256
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_most_peers(peers: &u32) -> bool {
    *peers == most_peers()
}

impl Transport {
    /// Whether it accepts connections.
    #[must_use]
    pub fn is_server(&self) -> bool {
        matches!(self, Self::TcpServer { .. } | Self::UnixServer { .. })
    }

    /// Whether a socket that was opened for another transport serves this one too: a datagram socket that is not
    /// connected sends to any address.
    #[must_use]
    pub fn is_same_socket(&self, other: &Self) -> bool {
        let anywhere = |transport: &Self| {
            let mut transport = transport.clone();
            match &mut transport {
                Self::Udp { send_to, connected: false, .. } => *send_to = None,
                Self::UnixDatagram { send_to, .. } => *send_to = None,
                _ => {}
            }
            transport
        };
        anywhere(self) == anywhere(other)
    }

    /// Whether it has datagrams and no connections.
    #[must_use]
    pub fn is_datagram(&self) -> bool {
        matches!(self, Self::Udp { .. } | Self::UnixDatagram { .. })
    }

    /// The address of its one peer, or where messages go that name no address.
    #[must_use]
    pub fn remote(&self) -> Option<Address> {
        match self {
            Self::TcpClient { connect, .. } => Some(connect.0.clone()),
            Self::Udp { send_to, .. } => send_to.as_ref().map(|to| to.0.clone()),
            Self::UnixClient { connect, .. } => Some(unix_address(connect)),
            Self::UnixDatagram { send_to, .. } => send_to.as_deref().map(unix_address),
            Self::TcpServer { .. } | Self::UnixServer { .. } => None,
        }
    }

    /// The pauses between attempts to connect.
    #[must_use]
    pub fn reconnect(&self) -> Option<Backoff> {
        match self {
            Self::TcpClient { reconnect, .. } | Self::UnixClient { reconnect, .. } => *reconnect,
            _ => None,
        }
    }

    /// Most connections at a time.
    #[must_use]
    pub fn most_peers(&self) -> usize {
        match self {
            Self::TcpServer { peers, .. } | Self::UnixServer { peers, .. } => *peers as usize,
            _ => 1,
        }
    }
}

/// An AF_UNIX name as people write it: a path, or behind `@` a name of the abstract namespace.
pub(in crate::assistant) fn unix_address(path: &str) -> Address {
    Address::unix(
        path.strip_prefix('@').map_or_else(|| path.to_owned(), |name| format!("\0{name}")),
    )
}

/// An address and port: `127.0.0.1:502`, `[::1]:502`, `[fe80::1%2]:502` or `name:502`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Endpoint(pub Address);

impl TryFrom<String> for Endpoint {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || {
            format!(
                "{text:?} is no address and port; write 127.0.0.1:502, [::1]:502 or a name and port"
            )
        };
        let (host, port) = text.rsplit_once(':').ok_or_else(wrong)?;
        let port: u16 = port.parse().map_err(|_| wrong())?;
        match host.strip_prefix('[') {
            Some(host) => {
                let host = host.strip_suffix(']').ok_or_else(wrong)?;
                let (host, scope) = host.split_once('%').unwrap_or((host, "0"));
                host.parse::<std::net::Ipv6Addr>().map_err(|_| wrong())?;
                let scope_id = scope.parse().map_err(|_| wrong())?;
                let host = host.to_owned();
                Ok(Self(Address::Inet6 { host, port: port.into(), flowinfo: 0, scope_id }))
            }
            None if host.contains([':', ' ', '/']) => Err(wrong()),
            None => Ok(Self(Address::inet(host, port))),
        }
    }
}

impl From<Endpoint> for String {
    fn from(endpoint: Endpoint) -> Self {
        endpoint.0.to_string()
    }
}

/// Pauses between attempts to connect: the first, doubled each time, up to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backoff {
    /// In milliseconds.
    #[serde(default = "first_pause")]
    pub first: u32,
    /// In milliseconds.
    #[serde(default = "most_pause")]
    pub most: u32,
}

fn first_pause() -> u32 {
    500
}

fn most_pause() -> u32 {
    30_000
}

impl Backoff {
    /// The pause after `failures` attempts in a row that failed.
    #[must_use]
    pub fn pause(self, failures: u32) -> std::time::Duration {
        let doubled = u64::from(self.first.max(1)) << failures.saturating_sub(1).min(31);
        std::time::Duration::from_millis(doubled.min(self.most.max(self.first).max(1).into()))
    }
}

/// A multicast group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Membership {
    /// Its address.
    pub group: std::net::IpAddr,
    /// The interface: its IPv4 address, or its name; without one, the kernel chooses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interface: Option<String>,
}

/// The checksum that received messages have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceivedCheck {
    /// Which.
    pub algorithm: Checksum,
    /// Which end of it comes first.
    pub order: ByteOrder,
    /// Bytes at the front that it leaves out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub skip: usize,
    /// Bytes of the message behind it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub behind: usize,
}

impl ReceivedCheck {
    /// Whether a message has the right checksum; one too short has not.
    #[must_use]
    pub fn verify(&self, message: &[u8]) -> bool {
        let width = self.algorithm.bytes();
        let at = message.len().checked_sub(self.behind).and_then(|end| end.checked_sub(width));
        let Some(at) = at.filter(|at| self.skip <= *at) else { return false };
        let computed = self.algorithm.compute(&message[self.skip..at]);
        message[at..at + width] == integer(computed, width, self.order)
    }
}

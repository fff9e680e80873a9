//! A socket address as Python writes it, before any name is resolved.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::text::python_str;

/// CPython's name for 255.255.255.255.
const BROADCAST: &str = "<broadcast>";

/// The address where a socket is bound, or of its peer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Address {
    /// AF_INET: `(host, port)`.
    Inet {
        /// Dotted quad or name; empty means every interface for bind, and `<broadcast>` is known.
        host: String,
        /// Wider than a port, so that one outside 0–65535 reaches the call and fails as in Python.
        port: i64,
    },
    /// AF_INET6: `(host, port, flowinfo, scope_id)`.
    Inet6 {
        /// IPv6 text form or name; empty means every interface for bind.
        host: String,
        /// See [`Address::Inet`].
        port: i64,
        /// Flow label, RFC 6437.
        #[serde(default)]
        flowinfo: u32,
        /// Interface index of a link-local address, RFC 4007.
        #[serde(default)]
        scope_id: u32,
    },
    /// AF_UNIX: a path, a name that begins with NUL (Linux's abstract namespace), or nothing.
    Unix {
        /// Empty for a socket that was never bound.
        path: String,
    },
}

impl Address {
    /// An IPv4 address and port.
    #[must_use]
    pub fn inet(host: impl Into<String>, port: u16) -> Self {
        Self::Inet { host: host.into(), port: port.into() }
    }

    /// An IPv6 address and port, without flow label and scope.
    #[must_use]
    pub fn inet6(host: impl Into<String>, port: u16) -> Self {
        Self::Inet6 { host: host.into(), port: port.into(), flowinfo: 0, scope_id: 0 }
    }

    /// A Unix socket's path.
    #[must_use]
    pub fn unix(path: impl Into<String>) -> Self {
        Self::Unix { path: path.into() }
    }

    /// The port, where the family has one.
    #[must_use]
    pub fn port(&self) -> Option<i64> {
        match self {
            Self::Inet { port, .. } | Self::Inet6 { port, .. } => Some(*port),
            Self::Unix { .. } => None,
        }
    }

    /// Whether it is the wildcard address of its family, as the kernel or Python writes it.
    #[must_use]
    pub fn is_wildcard(&self) -> bool {
        match self {
            Self::Inet { host, .. } => matches!(host.as_str(), "" | "0.0.0.0"),
            Self::Inet6 { host, .. } => matches!(host.as_str(), "" | "::" | "::ffff:0.0.0.0"),
            Self::Unix { .. } => false,
        }
    }

    /// Whether only sockets of the same host reach it.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        match self {
            Self::Inet { host, .. } | Self::Inet6 { host, .. } => is_loopback_host(host),
            Self::Unix { .. } => true,
        }
    }

    /// Whether it is that of a multicast group or of all hosts, in numbers.
    #[must_use]
    pub fn is_group(&self) -> bool {
        match self {
            Self::Inet { host, .. } if host == BROADCAST => true,
            Self::Inet { host, .. } => {
                host.parse().is_ok_and(|ip: Ipv4Addr| ip.is_multicast() || ip.is_broadcast())
            }
            Self::Inet6 { host, .. } => {
                host.parse().is_ok_and(|ip: Ipv6Addr| IpAddr::V6(ip).to_canonical().is_multicast())
            }
            Self::Unix { .. } => false,
        }
    }

    /// The address as a Python expression: `("127.0.0.1", 9999)`.
    #[must_use]
    pub fn python(&self) -> String {
        match self {
            Self::Inet { host, port } => format!("({}, {port})", python_str(host)),
            Self::Inet6 { host, port, flowinfo: 0, scope_id: 0 } => {
                format!("({}, {port})", python_str(host))
            }
            Self::Inet6 { host, port, flowinfo, scope_id } => {
                format!("({}, {port}, {flowinfo}, {scope_id})", python_str(host))
            }
            Self::Unix { path } => python_str(path),
        }
    }
}

/// `127.0.0.1:9999`, `[::1]:9999`, a path, or `@name` for an abstract one.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inet { host, port } => write!(f, "{host}:{port}"),
            Self::Inet6 { host, port, scope_id: 0, .. } => write!(f, "[{host}]:{port}"),
            Self::Inet6 { host, port, scope_id, .. } => write!(f, "[{host}%{scope_id}]:{port}"),
            Self::Unix { path } => match path.strip_prefix('\0') {
                Some(name) => write!(f, "@{name}"),
                None => f.write_str(path),
            },
        }
    }
}

/// Whether only sockets of the same host reach what is written here, a name or an IP address.
#[must_use]
pub fn is_loopback_host(host: &str) -> bool {
    host.starts_with("127.") || matches!(host, "::1" | "localhost")
}

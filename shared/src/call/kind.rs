//! A socket's family and type, and the halves that `shutdown` closes.

use serde::{Deserialize, Serialize};

/// Address family, the first argument of socket(2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Family {
    /// IPv4, ip(7).
    #[serde(rename = "AF_INET")]
    Inet,
    /// IPv6, ipv6(7).
    #[serde(rename = "AF_INET6")]
    Inet6,
    /// Sockets local to one machine, unix(7).
    #[serde(rename = "AF_UNIX")]
    Unix,
}

impl Family {
    /// Every family, in the order people are offered them.
    pub const ALL: [Self; 3] = [Self::Inet, Self::Inet6, Self::Unix];

    /// The constant's name in Python's `socket` module.
    #[must_use]
    pub fn python_name(self) -> &'static str {
        match self {
            Self::Inet => "AF_INET",
            Self::Inet6 => "AF_INET6",
            Self::Unix => "AF_UNIX",
        }
    }

    /// Linux's number.
    #[must_use]
    pub fn number(self) -> i32 {
        match self {
            Self::Unix => 1,
            Self::Inet => 2,
            Self::Inet6 => 10,
        }
    }

    /// The family of a number, where the lab has it.
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.number() == number)
    }
}

/// Socket type, the second argument of socket(2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SocketType {
    /// A byte stream in order, such as TCP.
    #[serde(rename = "SOCK_STREAM")]
    Stream,
    /// Datagrams with boundaries, such as UDP.
    #[serde(rename = "SOCK_DGRAM")]
    Dgram,
    /// Records in order over a connection.
    #[serde(rename = "SOCK_SEQPACKET")]
    Seqpacket,
    /// Raw network protocol access.
    #[serde(rename = "SOCK_RAW")]
    Raw,
    /// Reliable datagrams without order; no common kernel has an implementation for it.
    #[serde(rename = "SOCK_RDM")]
    Rdm,
}

impl SocketType {
    /// Every type, in the order people are offered them.
    pub const ALL: [Self; 5] = [Self::Stream, Self::Dgram, Self::Seqpacket, Self::Raw, Self::Rdm];

    /// The constant's name in Python's `socket` module.
    #[must_use]
    pub fn python_name(self) -> &'static str {
        match self {
            Self::Stream => "SOCK_STREAM",
            Self::Dgram => "SOCK_DGRAM",
            Self::Seqpacket => "SOCK_SEQPACKET",
            Self::Raw => "SOCK_RAW",
            Self::Rdm => "SOCK_RDM",
        }
    }

    /// Linux's number.
    #[must_use]
    pub fn number(self) -> i32 {
        match self {
            Self::Stream => 1,
            Self::Dgram => 2,
            Self::Raw => 3,
            Self::Rdm => 4,
            Self::Seqpacket => 5,
        }
    }

    /// The type of a number.
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
}

/// Which half of a connection shutdown(2) closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum How {
    /// No more receiving.
    #[serde(rename = "SHUT_RD")]
    Read,
    /// No more sending: the peer reads the end of the stream.
    #[serde(rename = "SHUT_WR")]
    Write,
    /// Neither.
    #[serde(rename = "SHUT_RDWR")]
    Both,
}

impl How {
    /// Every half, in the order of their numbers.
    pub const ALL: [Self; 3] = [Self::Read, Self::Write, Self::Both];

    /// The constant's name in Python's `socket` module.
    #[must_use]
    pub fn python_name(self) -> &'static str {
        match self {
            Self::Read => "SHUT_RD",
            Self::Write => "SHUT_WR",
            Self::Both => "SHUT_RDWR",
        }
    }
}

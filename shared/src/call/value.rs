//! What a call returns.

use std::slice;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::{Address, Failure, PollEntry, SocketId};

/// How a call ended.
pub type Outcome = Result<Value, Failure>;

/// The value of a call that did not fail.
///
/// serde skips bytes: they follow the message, see [`crate::wire`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Value {
    /// Python's `None`.
    None,
    /// `socket`: the new socket.
    Socket {
        /// Its id.
        socket: SocketId,
        /// The relay's real descriptor number.
        fileno: i32,
    },
    /// `socketpair`: the two new sockets.
    Pair {
        /// Their ids.
        sockets: [SocketId; 2],
        /// The relay's real descriptor numbers.
        filenos: [i32; 2],
    },
    /// `accept`: the new socket and its peer.
    Accepted {
        /// Its id.
        socket: SocketId,
        /// The relay's real descriptor number.
        fileno: i32,
        /// The peer's address.
        address: Address,
    },
    /// `connect_ex`: 0, or Linux's errno.
    Errno(i32),
    /// `recv`: the bytes, empty at the end of the stream.
    Bytes(#[serde(skip)] Bytes),
    /// `recvfrom`: the bytes and their sender.
    BytesFrom {
        /// `None` where the kernel names no sender, as on a connected stream.
        address: Option<Address>,
        /// The bytes.
        #[serde(skip)]
        bytes: Bytes,
    },
    /// `send`, `sendto`: how many bytes the kernel took.
    Sent(u32),
    /// `getsockname`, `getpeername`.
    Address(Address),
    /// `getsockopt` of an integer.
    OptionInt(i32),
    /// `getsockopt` of a structure.
    OptionBytes(#[serde(skip)] Bytes),
    /// `gettimeout`: seconds, `None` blocks for ever.
    Timeout(Option<f64>),
    /// `poll`: the sockets that are ready, with their events.
    Ready(Vec<PollEntry>),
    /// `getaddrinfo`: every address found, in getaddrinfo(3)'s order.
    AddressInfo(Vec<AddressInfo>),
}

/// One address `getaddrinfo` found, by Linux's numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddressInfo {
    /// `AF_INET` or `AF_INET6`.
    pub family: i32,
    /// `SOCK_*`.
    pub kind: i32,
    /// Protocol number.
    pub proto: i32,
    /// The host's canonical name, where it was requested; empty otherwise.
    pub canonical: String,
    /// Host in digits, and port.
    pub address: Address,
}

impl Value {
    /// The sockets the call made.
    #[must_use]
    pub fn made(&self) -> &[SocketId] {
        match self {
            Self::Socket { socket, .. } | Self::Accepted { socket, .. } => slice::from_ref(socket),
            Self::Pair { sockets, .. } => sockets,
            _ => &[],
        }
    }

    /// The bytes beside the value, where its kind has some.
    #[must_use]
    pub fn bytes(&self) -> Option<&Bytes> {
        match self {
            Self::Bytes(bytes) | Self::BytesFrom { bytes, .. } | Self::OptionBytes(bytes) => {
                Some(bytes)
            }
            _ => None,
        }
    }

    /// The place for the bytes beside the value.
    #[must_use]
    pub fn bytes_mut(&mut self) -> Option<&mut Bytes> {
        match self {
            Self::Bytes(bytes) | Self::BytesFrom { bytes, .. } | Self::OptionBytes(bytes) => {
                Some(bytes)
            }
            _ => None,
        }
    }
}

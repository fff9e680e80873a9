//! The typed operations: each socket call with its arguments.

use serde::{Deserialize, Serialize};

use super::{
    Address, CallName, Family, How, LookupFlags, MsgFlags, OptionForm, OptionValue, PollEvents,
    SocketId, SocketOption, SocketType,
};

/// One socket call and its arguments, as Python's `socket` module takes them.
///
/// The bytes of `send`, `sendall` and `sendto` are beside the operation, not inside it, so that
/// they are never copied into text. Sizes are in bytes, times in seconds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Op {
    /// socket(2): a descriptor without an address.
    Socket {
        /// Address family.
        family: Family,
        /// Socket type.
        kind: SocketType,
        /// Protocol number; 0 lets the kernel choose.
        #[serde(default)]
        proto: i32,
    },
    /// socketpair(2): two sockets connected to each other.
    Socketpair {
        /// Address family; the kernel knows pairs of AF_UNIX only.
        family: Family,
        /// Socket type.
        kind: SocketType,
        /// Protocol number; 0 lets the kernel choose.
        #[serde(default)]
        proto: i32,
    },
    /// bind(2).
    Bind {
        /// The local address.
        address: Address,
    },
    /// listen(2).
    Listen {
        /// Completed connections the kernel may hold; `None` is Python's default, min(SOMAXCONN, 128).
        backlog: Option<i32>,
    },
    /// accept(2).
    Accept,
    /// connect(2).
    Connect {
        /// The peer.
        address: Address,
    },
    /// connect(2), the failure returned as a number instead of raised.
    ConnectEx {
        /// The peer.
        address: Address,
    },
    /// recv(2).
    Recv {
        /// The most bytes to receive; a negative number fails as in Python.
        bufsize: i64,
        /// `MSG_*`.
        #[serde(default)]
        flags: MsgFlags,
    },
    /// recvfrom(2).
    Recvfrom {
        /// The most bytes to receive; a longer datagram is truncated.
        bufsize: i64,
        /// `MSG_*`.
        #[serde(default)]
        flags: MsgFlags,
    },
    /// send(2): as many bytes as the send buffer takes.
    Send {
        /// `MSG_*`.
        #[serde(default)]
        flags: MsgFlags,
    },
    /// send(2) until every byte is taken.
    Sendall {
        /// `MSG_*`.
        #[serde(default)]
        flags: MsgFlags,
    },
    /// sendto(2).
    Sendto {
        /// `MSG_*`.
        #[serde(default)]
        flags: MsgFlags,
        /// The destination.
        address: Address,
    },
    /// shutdown(2).
    Shutdown {
        /// Which half.
        how: How,
    },
    /// close(2). Calls in progress keep the socket open until the last of them has returned.
    Close,
    /// getpeername(2).
    Getpeername,
    /// getsockname(2).
    Getsockname,
    /// setsockopt(2).
    Setsockopt {
        /// `SOL_SOCKET`, `IPPROTO_TCP` … by Linux's numbers.
        level: i32,
        /// `SO_REUSEADDR` … by Linux's numbers.
        option: i32,
        /// The new value.
        value: OptionValue,
    },
    /// getsockopt(2).
    Getsockopt {
        /// See [`Op::Setsockopt`].
        level: i32,
        /// See [`Op::Setsockopt`].
        option: i32,
        /// `None` reads an integer; a length reads that many bytes.
        buflen: Option<u32>,
    },
    /// Python's own: how long later calls on this socket may block. `None` blocks for ever, 0 never.
    Settimeout {
        /// Seconds.
        seconds: Option<f64>,
    },
    /// Python's own: what `settimeout` set.
    Gettimeout,
    /// Python's own: `True` is `settimeout(None)`, `False` is `settimeout(0.0)`.
    Setblocking {
        /// Whether later calls block.
        flag: bool,
    },
    /// poll(2) over several sockets: the basis of select, selectors and asyncio.
    Poll {
        /// The sockets and what to wait for on each.
        entries: Vec<PollEntry>,
        /// Seconds; `None` waits for ever, 0 only looks.
        seconds: Option<f64>,
    },
    /// getaddrinfo(3): names to addresses.
    Getaddrinfo {
        /// Name or address; `None` means this machine.
        host: Option<String>,
        /// Service name, or a port in digits.
        port: Option<String>,
        /// Only addresses of this family, by Linux's number; 0 takes every one.
        #[serde(default)]
        family: i32,
        /// Only for sockets of this type, by Linux's number; 0 takes every one.
        #[serde(default)]
        kind: i32,
        /// Only for this protocol; 0 takes every one.
        #[serde(default)]
        proto: i32,
        /// `AI_*`.
        #[serde(default)]
        flags: LookupFlags,
    },
    /// unlink(2) of the file that `bind` made for an AF_UNIX socket.
    Unlink {
        /// As it was bound.
        path: String,
    },
}

/// One socket in a `poll`: as an argument the events to wait for, as a result those that are ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PollEntry {
    /// Which socket.
    pub socket: SocketId,
    /// `POLL*`.
    pub events: PollEvents,
}

impl Op {
    /// The address that the call binds, or reaches.
    #[must_use]
    pub fn address(&self) -> Option<&Address> {
        match self {
            Self::Bind { address }
            | Self::Connect { address }
            | Self::ConnectEx { address }
            | Self::Sendto { address, .. } => Some(address),
            _ => None,
        }
    }

    /// Whether its address is that of a group or of all hosts, or its option a group's.
    #[must_use]
    pub fn names_a_group(&self) -> bool {
        match self {
            Self::Setsockopt { level, option, .. } => SocketOption::find(*level, *option)
                .is_some_and(|known| matches!(known.form, OptionForm::Group | OptionForm::Group6)),
            op => op.address().is_some_and(Address::is_group),
        }
    }

    /// The call's name in the table.
    #[must_use]
    pub fn name(&self) -> CallName {
        match self {
            Self::Socket { .. } => CallName::Socket,
            Self::Socketpair { .. } => CallName::Socketpair,
            Self::Bind { .. } => CallName::Bind,
            Self::Listen { .. } => CallName::Listen,
            Self::Accept => CallName::Accept,
            Self::Connect { .. } => CallName::Connect,
            Self::ConnectEx { .. } => CallName::ConnectEx,
            Self::Recv { .. } => CallName::Recv,
            Self::Recvfrom { .. } => CallName::Recvfrom,
            Self::Send { .. } => CallName::Send,
            Self::Sendall { .. } => CallName::Sendall,
            Self::Sendto { .. } => CallName::Sendto,
            Self::Shutdown { .. } => CallName::Shutdown,
            Self::Close => CallName::Close,
            Self::Getpeername => CallName::Getpeername,
            Self::Getsockname => CallName::Getsockname,
            Self::Setsockopt { .. } => CallName::Setsockopt,
            Self::Getsockopt { .. } => CallName::Getsockopt,
            Self::Settimeout { .. } => CallName::Settimeout,
            Self::Gettimeout => CallName::Gettimeout,
            Self::Setblocking { .. } => CallName::Setblocking,
            Self::Poll { .. } => CallName::Poll,
            Self::Getaddrinfo { .. } => CallName::Getaddrinfo,
            Self::Unlink { .. } => CallName::Unlink,
        }
    }

    /// Whether the operation has bytes beside it.
    #[must_use]
    pub fn carries_bytes(&self) -> bool {
        matches!(self, Self::Send { .. } | Self::Sendall { .. } | Self::Sendto { .. })
    }

    /// See [`CallName::needs_socket`].
    #[must_use]
    pub fn needs_socket(&self) -> bool {
        self.name().needs_socket()
    }
}

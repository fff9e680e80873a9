//! The kernel's facts about one socket, and about the other end where that is on the same machine.

use serde::{Deserialize, Serialize};

use super::TcpState;
use crate::call::OptionValue;

/// A watched socket as the kernel sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KernelFacts {
    /// The socket's own end.
    pub own: EndFacts,
    /// The other end of its TCP connection, where that is on this machine too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peer: Option<EndFacts>,
    /// The socket's options as they are in force; empty once the program has closed it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<OptionFact>,
}

/// One end. A fact that the kernel does not report, or that does not apply to the socket, is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndFacts {
    /// TCP's state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<TcpState>,
    /// Bytes that have arrived and no `recv` has taken yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receive: Option<Buffer>,
    /// Bytes from `send` that the kernel still holds: with TCP until the peer acknowledges them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send: Option<Buffer>,
    /// Datagrams dropped for lack of room; of a listening TCP socket, connections refused for lack of room.
    #[serde(default)]
    pub drops: u32,
    /// Of a listening socket: the connections no `accept` has taken yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accept_queue: Option<AcceptQueue>,
    /// Of a TCP connection: the measures of its path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<PathFacts>,
}

/// A receive or send buffer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Buffer {
    /// Bytes of the program's data in it: SIOCINQ or SIOCOUTQ. For a datagram socket the receive
    /// buffer counts only the first datagram, and the send buffer counts memory.
    pub waiting: u32,
    /// Memory in use, with the kernel's overhead: SO_MEMINFO.
    pub memory: u32,
    /// Memory it may use: SO_RCVBUF or SO_SNDBUF, as it is now; TCP lets both grow.
    pub size: u32,
}

/// The connections that wait for an `accept`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcceptQueue {
    /// How many.
    pub length: u32,
    /// The backlog in force. Linux refuses a connection when `length` is greater, so one more than
    /// this fits.
    pub limit: u32,
}

/// TCP_INFO of one end of a connection: tcp(7), `include/uapi/linux/tcp.h`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathFacts {
    /// Smoothed round-trip time in microseconds; 0 before the first measurement. RFC 6298.
    pub rtt: u32,
    /// Its variation in microseconds.
    pub rttvar: u32,
    /// Time after which an unacknowledged segment is retransmitted, in microseconds.
    pub rto: u32,
    /// Congestion window, in segments. RFC 5681.
    pub cwnd: u32,
    /// Slow start threshold, in segments; `None` where none is set yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ssthresh: Option<u32>,
    /// Most bytes in one segment sent.
    pub send_mss: u32,
    /// Most bytes in one segment received, as far as this end has seen.
    pub receive_mss: u32,
    /// Segments sent and not acknowledged.
    pub unacked: u32,
    /// Timer-driven retransmissions of the same segment since the last ACK.
    pub retransmits: u8,
    /// Segments retransmitted in the whole life of the connection.
    pub retransmitted: u32,
    /// Bytes in the send buffer that no segment has carried yet.
    pub not_sent: u32,
    /// Bytes the peer is ready to take: its last advertised window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send_window: Option<u32>,
    /// Bytes this end is ready to take: the window it advertises.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receive_window: Option<u32>,
}

/// One socket option's value; [`crate::call::SocketOption::find`] knows its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionFact {
    /// The level's number.
    pub level: i32,
    /// The option's number.
    pub option: i32,
    /// The value that getsockopt(2) returns.
    pub value: OptionValue,
}

/// Why a watch has ended without a request of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WatchEnd {
    /// The kernel has no such socket any more.
    Gone,
    /// Too many closed sockets were followed, and this one was closed first.
    Crowded,
    /// The program has closed it, and the relay lacks the permission to follow it in the kernel.
    Closed,
}

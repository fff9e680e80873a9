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

/// One end. A fact that the system does not tell, or that does not apply to the socket, is `None`: [`super::Figure`] has
/// what each system tells. None is ever 0 in place of that.
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drops: Option<u32>,
    /// Of a listening socket: the connections no `accept` has taken yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accept_queue: Option<AcceptQueue>,
    /// Of a TCP connection: the measures of its path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<PathFacts>,
    /// The process that has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Owner>,
}

/// A receive or send buffer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Buffer {
    /// Bytes of the program's data in it: on Linux SIOCINQ or SIOCOUTQ, elsewhere FIONREAD and macOS's
    /// `tcpi_snd_sbbytes`. For a datagram socket the receive buffer of Linux counts only the first datagram, and the send
    /// buffer counts memory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<u32>,
    /// Memory in use, with the kernel's overhead: SO_MEMINFO.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<u32>,
    /// Memory it may use: SO_RCVBUF or SO_SNDBUF, as it is now; TCP lets both grow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u32>,
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

/// The process that has a socket.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owner {
    /// Its number.
    pub process: u32,
    /// The file name of its program; `None` where the system keeps it from the relay's user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub program: Option<String>,
}

/// The measures of one end of a connection: TCP_INFO of Linux (tcp(7), `include/uapi/linux/tcp.h`), TCP_CONNECTION_INFO
/// of macOS, SIO_TCP_INFO of Windows. Linux counts segments where the others count bytes, and each is kept as it was told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathFacts {
    /// Smoothed round-trip time in microseconds; 0 before the first measurement. RFC 6298.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rtt: Option<u32>,
    /// Its variation in microseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rttvar: Option<u32>,
    /// Time after which an unacknowledged segment is retransmitted, in microseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rto: Option<u32>,
    /// Congestion window, in segments. RFC 5681.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cwnd: Option<u32>,
    /// The same in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cwnd_bytes: Option<u32>,
    /// Slow start threshold, in segments; also `None` where none is set yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ssthresh: Option<u32>,
    /// The same in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ssthresh_bytes: Option<u32>,
    /// Most bytes in one segment sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send_mss: Option<u32>,
    /// Most bytes in one segment received, as far as this end has seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receive_mss: Option<u32>,
    /// Segments sent and not acknowledged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unacked: Option<u32>,
    /// The same in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unacked_bytes: Option<u32>,
    /// Timer-driven retransmissions of the same segment since the last ACK.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retransmits: Option<u8>,
    /// Segments retransmitted in the whole life of the connection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retransmitted: Option<u32>,
    /// The same in bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retransmitted_bytes: Option<u32>,
    /// Bytes in the send buffer that no segment has carried yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_sent: Option<u32>,
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

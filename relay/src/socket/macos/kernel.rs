//! What macOS tells of TCP connections: the state of a socket through its own descriptor. It tells nothing of others.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;

use lab_shared::kernel::{AcceptQueue, TcpState};

use crate::socket::posix::read_option;
use crate::socket::{Descriptor, Found, Socket};

/// TCP_CONNECTION_INFO of `netinet/tcp.h`.
const CONNECTION_INFO: i32 = 0x106;

/// `struct tcp_connection_info`, which begins with the state.
const CONNECTION_INFO_BYTES: usize = 112;

/// Sockets have no names by which they could be followed.
pub(in crate::socket) const COOKIE: Option<u64> = None;

/// The state of a TCP socket that is open; `None` where the system does not tell.
pub(in crate::socket) fn tcp_state(socket: &Socket) -> Option<TcpState> {
    let mut info = [0; CONNECTION_INFO_BYTES];
    let length = read_option(&socket.inner, libc::IPPROTO_TCP, CONNECTION_INFO, &mut info).ok()?;
    info[..length].first().copied().and_then(state_of)
}

/// `TCPS_*` of `netinet/tcp_fsm.h`.
fn state_of(number: u8) -> Option<TcpState> {
    Some(match number {
        0 => TcpState::Closed,
        1 => TcpState::Listen,
        2 => TcpState::SynSent,
        3 => TcpState::SynReceived,
        4 => TcpState::Established,
        5 => TcpState::CloseWait,
        6 => TcpState::FinWait1,
        7 => TcpState::Closing,
        8 => TcpState::LastAck,
        9 => TcpState::FinWait2,
        10 => TcpState::TimeWait,
        _ => return None,
    })
}

/// A way to ask the kernel about sockets that have no descriptor here.
#[derive(Debug)]
pub(crate) struct Diag(Infallible);

impl Diag {
    /// # Errors
    /// This system has none.
    pub(crate) fn open() -> io::Result<Self> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// One of another process.
    pub(crate) fn passed(descriptor: Descriptor) -> Self {
        descriptor.never()
    }

    /// For another process.
    pub(crate) fn into_descriptor(self) -> io::Result<Descriptor> {
        match self.0 {}
    }

    /// The end of a TCP connection that is at `local`.
    pub(crate) fn connection(
        &mut self,
        _local: SocketAddr,
        _peer: SocketAddr,
    ) -> io::Result<Option<Found>> {
        match self.0 {}
    }

    /// The queue of an AF_UNIX socket that listens.
    pub(crate) fn unix_queue(&mut self, _inode: u64) -> io::Result<Option<AcceptQueue>> {
        match self.0 {}
    }
}

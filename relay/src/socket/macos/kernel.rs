//! What macOS tells of TCP connections: a socket's through its own descriptor, nothing of others.

use std::convert::Infallible;
use std::io;
use std::mem::offset_of;
use std::net::SocketAddr;

use lab_shared::kernel::{AcceptQueue, PathFacts, TcpState};

use crate::socket::elsewhere::ConnectionInfo;
use crate::socket::elsewhere::connection_info::{BYTES, at};
use crate::socket::posix::read_option;
use crate::socket::{Descriptor, Found, Socket};

/// Sockets have no names by which they could be followed.
pub(in crate::socket) const COOKIE: Option<u64> = None;

/// The fields are where this system's library has them. It knows the bits of TCP Fast Open as whole numbers, so what
/// comes behind them is not compared.
const _: () = {
    use libc::tcp_connection_info as Info;
    assert!(at::RTO == offset_of!(Info, tcpi_rto) && at::MSS == offset_of!(Info, tcpi_maxseg));
    assert!(at::SSTHRESH == offset_of!(Info, tcpi_snd_ssthresh));
    assert!(at::CWND == offset_of!(Info, tcpi_snd_cwnd));
    assert!(at::SEND_WINDOW == offset_of!(Info, tcpi_snd_wnd));
    assert!(at::HELD == offset_of!(Info, tcpi_snd_sbbytes));
    assert!(at::RECEIVE_WINDOW == offset_of!(Info, tcpi_rcv_wnd));
    assert!(at::SRTT == offset_of!(Info, tcpi_srtt) && at::RTTVAR == offset_of!(Info, tcpi_rttvar));
};

/// The state of a TCP socket that is open; `None` where the system does not tell.
pub(in crate::socket) fn tcp_state(socket: &Socket) -> Option<TcpState> {
    asked(socket, |info| info.state())
}

/// The path of a TCP connection, and the bytes in its send buffer.
pub(in crate::socket) fn path(socket: &Socket) -> (Option<PathFacts>, Option<u32>) {
    asked(socket, |info| Some((info.path(), info.held()))).unwrap_or_default()
}

/// TCP_CONNECTION_INFO.
fn asked<T>(socket: &Socket, read: fn(ConnectionInfo<'_>) -> Option<T>) -> Option<T> {
    let mut info = [0; BYTES];
    let option = libc::TCP_CONNECTION_INFO;
    let length = read_option(&socket.inner, libc::IPPROTO_TCP, option, &mut info).ok()?;
    read(ConnectionInfo(&info[..length]))
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

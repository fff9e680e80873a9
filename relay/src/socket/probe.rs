//! Sockets that are no page's: a room's listener, and one that only asks whose an address is.

use std::io;
use std::net::{SocketAddr, TcpListener};

use socket2::{Domain, Socket, Type};

/// Connections that may wait for a room, as in std.
const BACKLOG: i32 = 128;

/// A listening socket, non-blocking and with SO_REUSEADDR; where `loopback_only`, packets from other
/// interfaces never reach it (SO_BINDTODEVICE `lo`).
pub(crate) fn listener(address: SocketAddr, loopback_only: bool) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM.nonblocking(), None)?;
    if loopback_only {
        socket.bind_device(Some(b"lo"))?;
    }
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

/// Whether bind(2) fails with EADDRNOTAVAIL for the address: no interface of this machine has it.
/// Asks with a TCP socket that never listens, so that nothing is opened.
pub(crate) fn is_of_another_machine(address: SocketAddr) -> bool {
    let address = SocketAddr::new(address.ip(), 0);
    Socket::new(Domain::for_address(address), Type::STREAM, None)
        .and_then(|socket| socket.bind(&address.into()))
        .is_err_and(|error| error.kind() == io::ErrorKind::AddrNotAvailable)
}

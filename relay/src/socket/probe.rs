//! Sockets that are no page's: a room's listener, and one that only asks whose an address is.

use std::io;
use std::net::{SocketAddr, TcpListener};

use lab_shared::call::{Family, SocketType};

use super::Socket;

/// Connections that may wait for a room, as in std.
const BACKLOG: i32 = 128;

/// A listening socket, non-blocking and with SO_REUSEADDR; where `loopback_only`, packets from other
/// interfaces never reach it.
pub(crate) fn listener(address: SocketAddr, loopback_only: bool) -> io::Result<TcpListener> {
    let socket = tcp(address)?;
    if loopback_only {
        socket.keep_to_loopback()?;
    }
    socket.reuse_address()?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into_std())
}

/// Whether bind(2) fails with EADDRNOTAVAIL for the address: no interface of this machine has it.
/// Asks with a TCP socket that never listens, so that nothing is opened.
pub(crate) fn is_of_another_machine(mut address: SocketAddr) -> bool {
    address.set_port(0);
    tcp(address)
        .and_then(|socket| socket.bind(&address.into()))
        .is_err_and(|error| error.kind() == io::ErrorKind::AddrNotAvailable)
}

fn tcp(address: SocketAddr) -> io::Result<Socket> {
    let family = if address.is_ipv4() { Family::Inet } else { Family::Inet6 };
    Socket::open(family, SocketType::Stream, 0)
}

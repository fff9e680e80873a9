//! Calls on sockets, where Winsock has a way of its own.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::os::windows::io::{AsRawSocket as _, BorrowedSocket};
pub(in crate::socket) use std::os::windows::io::{
    AsSocket as AsDescriptor, RawSocket as RawDescriptor,
};

use lab_shared::call::{Family, MsgFlags, SocketType};
use lab_shared::errno::Errno;
use socket2::{Domain, Protocol, SockAddr, SockAddrStorage, Socket as Inner, Type};
use windows_sys::Win32::Networking::WinSock::{self, FIONREAD, ioctlsocket};

use crate::socket::failure::error;
use crate::socket::{Name, Socket};

/// socket, then non-blocking.
pub(in crate::socket) fn open(domain: Domain, kind: Type, protocol: Protocol) -> io::Result<Inner> {
    let socket = Inner::new(domain, kind, Some(protocol))?;
    socket.set_nonblocking(true)?;
    Ok(socket)
}

/// Two ends of a TCP connection on loopback, as CPython makes a pair on Windows.
///
/// # Errors
/// There are no pairs but of TCP.
pub(in crate::socket) fn pair(
    domain: Domain,
    kind: Type,
    protocol: Protocol,
) -> io::Result<[Inner; 2]> {
    let loopback = match domain {
        Domain::IPV4 => SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
        Domain::IPV6 => SocketAddr::from((Ipv6Addr::LOCALHOST, 0)),
        _ => return Err(error(Errno::Eafnosupport)),
    };
    if kind != Type::STREAM || protocol != Protocol::from(0) {
        return Err(error(Errno::Esocktnosupport));
    }
    let listener = TcpListener::bind(loopback)?;
    let one = TcpStream::connect(listener.local_addr()?)?;
    let (other, from) = listener.accept()?;
    if from != one.local_addr()? {
        // Somebody else was faster; CPython raises ConnectionError.
        return Err(error(Errno::Econnaborted));
    }
    let ends = [Inner::from(one), Inner::from(other)];
    for end in &ends {
        end.set_nonblocking(true)?;
    }
    Ok(ends)
}

/// The handle's number.
pub(in crate::socket) fn fileno(socket: &Inner) -> i32 {
    i32::try_from(socket.as_raw_socket()).unwrap_or(i32::MAX)
}

/// The handle.
pub(in crate::socket) fn raw(socket: &Inner) -> RawDescriptor {
    socket.as_raw_socket()
}

/// The handle of a socket that whoever asks keeps open.
#[allow(unsafe_code)]
pub(in crate::socket) fn borrow<'a>(raw: RawDescriptor) -> BorrowedSocket<'a> {
    // SAFETY: see above; a ready set loses its sockets before they are closed.
    unsafe { BorrowedSocket::borrow_raw(raw) }
}

/// Connections that linger keep no address here. SO_REUSEADDR would take the port from whoever has it.
pub(in crate::socket) fn reuse_address(_socket: &Inner) -> io::Result<()> {
    Ok(())
}

/// SO_ERROR: a second connect would begin anew.
pub(in crate::socket) fn end_connect(socket: &Socket, _name: &Name) -> io::Result<()> {
    socket.take_error()
}

/// The flags of recv and send.
///
/// # Errors
/// WSAEOPNOTSUPP for a flag that this system has not.
pub(in crate::socket) fn flags(flags: MsgFlags) -> io::Result<i32> {
    // No send raises a signal, and no socket of the lab blocks: whoever waits for bytes, or for all of them, is the
    // session.
    let ours = MsgFlags::NOSIGNAL | MsgFlags::DONTWAIT | MsgFlags::WAITALL;
    let rest = flags.0 & !ours.0;
    // These three have the same numbers everywhere.
    let known = MsgFlags::OOB | MsgFlags::PEEK | MsgFlags::DONTROUTE;
    if rest & !known.0 == 0 { Ok(rest) } else { Err(error(Errno::Eopnotsupp)) }
}

/// recv. Like CPython, and unlike socket2, it fails after the own shutdown.
#[allow(unsafe_code)]
pub(in crate::socket) fn recv(socket: &Inner, buffer: &mut [u8], flags: i32) -> io::Result<usize> {
    let (room, length) = room(buffer);
    // SAFETY: the socket is open as long as it is lent, and at most `length` bytes are written into the buffer.
    let count = unsafe { WinSock::recv(socket.as_raw_socket() as _, room, length, flags) };
    usize::try_from(count).map_err(|_| io::Error::last_os_error())
}

/// recvfrom.
#[allow(unsafe_code)]
pub(in crate::socket) fn recv_from(
    socket: &Inner,
    buffer: &mut [u8],
    flags: i32,
) -> io::Result<(usize, SockAddr)> {
    let (room, length) = room(buffer);
    let mut storage = SockAddrStorage::zeroed();
    let mut size = storage.size_of();
    // SAFETY: as in `recv`; the sender's address is written into the storage, of which `size` has the length.
    let count = unsafe {
        let address = storage.view_as::<WinSock::SOCKADDR>();
        WinSock::recvfrom(socket.as_raw_socket() as _, room, length, flags, address, &mut size)
    };
    let count = usize::try_from(count).map_err(|_| io::Error::last_os_error())?;
    // SAFETY: the storage was filled in that far. A stream names nobody, and leaves it zeroed.
    let sender = unsafe { SockAddr::new(storage, size) };
    let named = sender.is_ipv4() || sender.is_ipv6();
    // SAFETY: no bytes of it are looked at.
    Ok((count, if named { sender } else { unsafe { SockAddr::new(SockAddrStorage::zeroed(), 0) } }))
}

fn room(buffer: &mut [u8]) -> (*mut u8, i32) {
    (buffer.as_mut_ptr(), i32::try_from(buffer.len()).unwrap_or(i32::MAX))
}

/// FIONREAD.
#[allow(unsafe_code)]
pub(in crate::socket) fn unread(socket: &Inner) -> io::Result<u64> {
    let mut count = 0;
    // SAFETY: the socket is open as long as it is lent, and one number is written to a valid place.
    match unsafe { ioctlsocket(socket.as_raw_socket() as _, FIONREAD, &mut count) } {
        0 => Ok(count.into()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// There is no option for it: a wildcard that the socket would be bound to is loopback's address instead.
///
/// # Errors
/// It is bound already, and not to loopback.
pub(in crate::socket) fn keep_to_loopback(socket: &Socket) -> io::Result<()> {
    if let Ok(bound) = socket.local()
        && !bound.socket_address().is_some_and(|bound| bound.ip().is_loopback())
    {
        return Err(io::ErrorKind::Unsupported.into());
    }
    Ok(())
}

/// bind, to loopback in place of the wildcard where the socket is kept there.
pub(in crate::socket) fn bind(socket: &Socket, name: &Name, kept: bool) -> io::Result<()> {
    match name.socket_address() {
        Some(address) if kept && address.ip().is_unspecified() => {
            bind_to_loopback(socket, address.port())
        }
        _ => socket.inner.bind(name.kernel()),
    }
}

/// Before a call for which the system would bind the socket to the wildcard.
pub(in crate::socket) fn bind_unbound(socket: &Socket, kept: bool) -> io::Result<()> {
    if kept && socket.kind() == SocketType::Dgram && socket.local().is_err() {
        bind_to_loopback(socket, 0)
    } else {
        Ok(())
    }
}

fn bind_to_loopback(socket: &Socket, port: u16) -> io::Result<()> {
    let loopback = match socket.family() {
        Family::Inet6 => SocketAddr::from((Ipv6Addr::LOCALHOST, port)),
        _ => SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
    };
    socket.inner.bind(&loopback.into())
}

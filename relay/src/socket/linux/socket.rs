//! System calls on sockets, where Linux has a way of its own. Its numbers are those that pages use.

use std::io;
use std::os::fd::{AsRawFd as _, OwnedFd};
use std::os::linux::net::SocketAddrExt as _;

use lab_shared::call::MsgFlags;
use rustix::fs::{FileType, Mode, OFlags};
use socket2::{Domain, Protocol, SockAddr, Socket as Inner, Type};

use crate::socket::posix::unix_name;
use crate::socket::{Name, Socket};

/// Keeps the file of an AF_UNIX socket while an address names it by its descriptor.
pub(in crate::socket) type OpenFile = OwnedFd;

/// socket(2), close-on-exec and non-blocking in one call.
pub(in crate::socket) fn open(domain: Domain, kind: Type, protocol: Protocol) -> io::Result<Inner> {
    Inner::new(domain, kind.nonblocking(), Some(protocol))
}

/// The type of a socket that is made non-blocking.
pub(in crate::socket) fn non_blocking(kind: Type) -> Type {
    kind.nonblocking()
}

/// A socket of that type is non-blocking already.
pub(in crate::socket) fn unblock(_socket: &Inner) -> io::Result<()> {
    Ok(())
}

/// A second connect(2) ends a connect as the kernel itself would: it takes the error and leaves the socket free to connect
/// again.
pub(in crate::socket) fn end_connect(socket: &Socket, name: &Name) -> io::Result<()> {
    socket.connect(name)
}

/// The flags of recv(2) and send(2).
pub(in crate::socket) fn flags(flags: MsgFlags) -> io::Result<i32> {
    Ok(flags.0)
}

/// The flags of getaddrinfo(3).
pub(in crate::socket) fn lookup_flags(flags: i32) -> i32 {
    flags
}

/// The level and the option.
pub(in crate::socket) fn option(level: i32, option: i32) -> io::Result<(i32, i32)> {
    Ok((level, option))
}

/// SO_BINDTODEVICE with `lo`. Any user may do this (since Linux 5.7), once for each socket; only CAP_NET_RAW undoes it.
pub(in crate::socket) fn keep_to_loopback(socket: &Socket) -> io::Result<()> {
    socket.inner.bind_device(Some(b"lo"))
}

/// The AF_UNIX name of a socket to reach; `None` for a symbolic link.
///
/// The file is opened without following a link, and the kernel gets that very file by its descriptor: a link that takes
/// the file's place meanwhile is not followed either.
pub(in crate::socket) fn unix_peer(
    name: &[u8],
) -> io::Result<Option<(SockAddr, Option<OpenFile>)>> {
    if name.is_empty() || name.starts_with(b"\0") {
        return Ok(Some((unix_name(name)?, None)));
    }
    let flags = OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let file = rustix::fs::open(name, flags, Mode::empty())?;
    let mode = rustix::fs::fstat(&file)?.st_mode;
    if FileType::from_raw_mode(mode) == FileType::Symlink {
        return Ok(None);
    }
    let address = SockAddr::unix(format!("/proc/self/fd/{}", file.as_raw_fd()))?;
    Ok(Some((address, Some(file))))
}

/// A name of the abstract namespace.
pub(in crate::socket) fn abstract_name(address: &SockAddr) -> Option<&[u8]> {
    address.as_abstract_namespace()
}

/// The same of tokio's addresses.
pub(in crate::socket) fn abstract_name_of(
    address: &tokio::net::unix::SocketAddr,
) -> Option<Vec<u8>> {
    let address = std::os::unix::net::SocketAddr::from(address.clone());
    address.as_abstract_name().map(<[u8]>::to_vec)
}

//! System calls on sockets, where macOS has a way of its own.

use std::convert::Infallible;
use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use lab_shared::call::MsgFlags;
use lab_shared::errno::Errno;
use socket2::{Domain, Protocol, SockAddr, Socket as Inner, Type};

use crate::socket::failure::error;
use crate::socket::posix::unix_name;
use crate::socket::{Name, Socket, number};

/// An address needs no open file: there is no way to name one by it.
pub(in crate::socket) type OpenFile = Infallible;

/// socket(2), close-on-exec, then non-blocking.
pub(in crate::socket) fn open(domain: Domain, kind: Type, protocol: Protocol) -> io::Result<Inner> {
    let socket = Inner::new(domain, kind, Some(protocol))?;
    unblock(&socket)?;
    Ok(socket)
}

/// A type says nothing of blocking.
pub(in crate::socket) fn non_blocking(kind: Type) -> Type {
    kind
}

/// O_NONBLOCK.
pub(in crate::socket) fn unblock(socket: &Inner) -> io::Result<()> {
    socket.set_nonblocking(true)
}

/// SO_ERROR: a second connect(2) would begin anew.
pub(in crate::socket) fn end_connect(socket: &Socket, _name: &Name) -> io::Result<()> {
    socket.take_error()
}

/// The flags of recv(2) and send(2).
///
/// # Errors
/// EINVAL for a flag that this system has not.
pub(in crate::socket) fn flags(flags: MsgFlags) -> io::Result<i32> {
    // Sockets have SO_NOSIGPIPE, and Rust ignores the signal.
    let mut rest = flags.0 & !MsgFlags::NOSIGNAL.0;
    let mut own = 0;
    for (flag, number) in [
        (MsgFlags::OOB, libc::MSG_OOB),
        (MsgFlags::PEEK, libc::MSG_PEEK),
        (MsgFlags::DONTROUTE, libc::MSG_DONTROUTE),
        (MsgFlags::TRUNC, libc::MSG_TRUNC),
        (MsgFlags::DONTWAIT, libc::MSG_DONTWAIT),
        (MsgFlags::WAITALL, libc::MSG_WAITALL),
    ] {
        if rest & flag.0 != 0 {
            rest &= !flag.0;
            own |= number;
        }
    }
    if rest == 0 { Ok(own) } else { Err(error(Errno::Einval)) }
}

/// The flags of getaddrinfo(3).
pub(in crate::socket) fn lookup_flags(flags: i32) -> i32 {
    let mut own = flags & 0x7;
    for (flag, number) in [
        (0x8, libc::AI_V4MAPPED),
        (0x10, libc::AI_ALL),
        (number::AI_ADDRCONFIG, libc::AI_ADDRCONFIG),
        (number::AI_NUMERICSERV, libc::AI_NUMERICSERV),
    ] {
        if flags & flag != 0 {
            own |= number;
        }
    }
    own
}

/// The AF_UNIX name of a socket to reach; `None` for a symbolic link. A link that takes the file's place afterwards is
/// followed, but the folder is this user's alone.
pub(in crate::socket) fn unix_peer(
    name: &[u8],
) -> io::Result<Option<(SockAddr, Option<OpenFile>)>> {
    let path = Path::new(std::ffi::OsStr::from_bytes(name));
    if !name.is_empty() && fs::symlink_metadata(path)?.is_symlink() {
        return Ok(None);
    }
    Ok(Some((unix_name(name)?, None)))
}

/// There is no abstract namespace.
pub(in crate::socket) fn abstract_name(_address: &SockAddr) -> Option<&[u8]> {
    None
}

/// The same of tokio's addresses.
pub(in crate::socket) fn abstract_name_of(
    _address: &tokio::net::unix::SocketAddr,
) -> Option<Vec<u8>> {
    None
}

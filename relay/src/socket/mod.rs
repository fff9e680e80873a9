//! Real kernel sockets: one method is one system call, and none of them ever blocks. And whatever else the relay
//! needs of the system it runs on.
//!
//! Only this folder uses socket2, libc and raw descriptors, and only it knows which system that is. It knows neither
//! pages nor policy: it is given addresses that were allowed, and returns the kernel's results.
//!
//! | module | what it has |
//! |---|---|
//! | `linux`, `macos`, `windows` | what one system does in its own way, all with the same names |
//! | `posix` | what Linux and macOS have in common |
//! | `elsewhere` | the ways of systems other than Linux, and how they say that they have no networks and no captures |
//! | the others | what every system has in common |

mod endpoints;
mod failure;
mod flow;
mod interface;
mod lookup;
mod multicast;
mod name;
mod number;
mod option;
mod probe;

#[cfg(any(test, not(target_os = "linux")))]
mod elsewhere;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(unix)]
mod posix;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
use linux as system;
#[cfg(target_os = "macos")]
use macos as system;
#[cfg(windows)]
use windows as system;

use std::io;
use std::net::Shutdown;
use std::sync::atomic::{AtomicBool, Ordering};

use lab_shared::call::{Family, How, MsgFlags, PollEvents, SocketId, SocketType};
use socket2::{Domain, Protocol, Type};

pub(crate) use endpoints::{Endpoints, Found};
pub(crate) use failure::{errno_of, failed, failure, number_of};
pub(crate) use flow::{Flow, Interfaces};
pub(crate) use interface::{Interface, InterfaceUse, on_loopback};
pub(crate) use lookup::{Hints, address_info, lookup, numeric, numeric_info};
pub(crate) use multicast::{multicast_hops, multicast_interface_v4, multicast_interface_v6};
pub(crate) use name::Name;
pub(crate) use probe::{is_of_another_machine, listener};
pub use system::signalled;
pub(crate) use system::{
    ACCEPTED_INHERIT_NON_BLOCKING, BoundFile, Descriptor, Diag, HAS_DESKTOP, HAS_NETWORKS, Links,
    Messenger, Packet, PacketPort, PacketSocket, PortSet, Process, ProcessEnd,
    REPORTS_AFTER_SHORT_CALLS, ReadySet, SYSTEM, Timer, UnixDatagram, UnixListener, UnixStream,
    become_command, cover_file, die_with_parent, enter_new_network, host_command, link_index,
    loopback_index, may_capture, open_tun, poll_now, private_folder, private_folder_at,
    raise_limit, return_freed_memory, running_processes, unix_address,
};

/// A socket that has events the session waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ReadySocket {
    /// Which one.
    pub(crate) socket: SocketId,
    /// The events it has.
    pub(crate) events: PollEvents,
}

/// One kernel socket. Dropping it is close(2).
#[derive(Debug)]
pub(crate) struct Socket {
    inner: socket2::Socket,
    family: Family,
    kind: SocketType,
    /// Whether it is kept to loopback.
    kept: AtomicBool,
}

impl Socket {
    /// socket(2), close-on-exec and non-blocking: to wait is the session's business.
    pub(crate) fn open(family: Family, kind: SocketType, proto: i32) -> io::Result<Self> {
        let inner = system::open(domain(family)?, type_of(kind), Protocol::from(proto))?;
        Ok(Self::of(inner, family, kind))
    }

    fn is_kept(&self) -> bool {
        self.kept.load(Ordering::Relaxed)
    }

    fn of(inner: socket2::Socket, family: Family, kind: SocketType) -> Self {
        Self { inner, family, kind, kept: AtomicBool::new(false) }
    }

    /// socketpair(2), or what CPython does in its place; close-on-exec and non-blocking.
    pub(crate) fn pair(family: Family, kind: SocketType, proto: i32) -> io::Result<[Self; 2]> {
        let pair = system::pair(domain(family)?, type_of(kind), Protocol::from(proto))?;
        Ok(pair.map(|inner| Self::of(inner, family, kind)))
    }

    /// A second descriptor of the same socket.
    pub(crate) fn try_clone(&self) -> io::Result<Self> {
        Ok(Self::of(self.inner.try_clone()?, self.family, self.kind))
    }

    /// The same descriptor as one of the standard library's sockets, which must be of its kind.
    pub(crate) fn into_std<T: From<socket2::Socket>>(self) -> T {
        self.inner.into()
    }

    /// The address may be bound although connections of an earlier socket linger there.
    pub(crate) fn reuse_address(&self) -> io::Result<()> {
        system::reuse_address(&self.inner)
    }

    /// The family it was made with.
    pub(crate) fn family(&self) -> Family {
        self.family
    }

    /// The type it was made with.
    pub(crate) fn kind(&self) -> SocketType {
        self.kind
    }

    /// Whether it can have a TCP connection.
    pub(crate) fn is_tcp(&self) -> bool {
        self.kind == SocketType::Stream && self.family != Family::Unix
    }

    /// The descriptor's number, as Python's `fileno()` returns it.
    pub(crate) fn fileno(&self) -> i32 {
        system::fileno(&self.inner)
    }

    /// bind(2).
    pub(crate) fn bind(&self, name: &Name) -> io::Result<()> {
        system::bind(self, name, self.is_kept())
    }

    /// listen(2). Like CPython, a negative backlog counts as 0.
    pub(crate) fn listen(&self, backlog: i32) -> io::Result<()> {
        self.inner.listen(backlog.max(0))
    }

    /// accept4(2): the connection and its peer's name.
    pub(crate) fn accept(&self) -> io::Result<(Self, Name)> {
        let (inner, peer) = uninterrupted(|| self.inner.accept())?;
        inner.set_nonblocking(true)?;
        Ok((Self::of(inner, self.family, self.kind), Name::from_kernel(peer)))
    }

    /// connect(2).
    pub(crate) fn connect(&self, name: &Name) -> io::Result<()> {
        system::bind_unbound(self, self.is_kept())?;
        self.inner.connect(name.kernel())
    }

    /// How a connect that has ended ended, as a blocking connect(2) would say it, and with its effects.
    pub(crate) fn end_connect(&self, name: &Name) -> io::Result<()> {
        system::end_connect(self, name)
    }

    /// recv(2). The count may exceed the buffer with MSG_TRUNC.
    pub(crate) fn recv(&self, buffer: &mut [u8], flags: MsgFlags) -> io::Result<usize> {
        let flags = system::flags(flags)?;
        uninterrupted(|| system::recv(&self.inner, buffer, flags))
    }

    /// recvfrom(2): the count and, where the kernel names one, the sender.
    pub(crate) fn recv_from(
        &self,
        buffer: &mut [u8],
        flags: MsgFlags,
    ) -> io::Result<(usize, Option<Name>)> {
        let flags = system::flags(flags)?;
        let (count, sender) = uninterrupted(|| system::recv_from(&self.inner, buffer, flags))?;
        Ok((count, (sender.len() > 0).then(|| Name::from_kernel(sender))))
    }

    /// send(2), without SIGPIPE.
    pub(crate) fn send(&self, bytes: &[u8], flags: MsgFlags) -> io::Result<usize> {
        let flags = system::flags(flags | MsgFlags::NOSIGNAL)?;
        uninterrupted(|| self.inner.send_with_flags(bytes, flags))
    }

    /// sendto(2), without SIGPIPE.
    pub(crate) fn send_to(&self, bytes: &[u8], name: &Name, flags: MsgFlags) -> io::Result<usize> {
        let flags = system::flags(flags | MsgFlags::NOSIGNAL)?;
        system::bind_unbound(self, self.is_kept())?;
        uninterrupted(|| self.inner.send_to_with_flags(bytes, name.kernel(), flags))
    }

    /// shutdown(2).
    pub(crate) fn shutdown(&self, how: How) -> io::Result<()> {
        self.inner.shutdown(match how {
            How::Read => Shutdown::Read,
            How::Write => Shutdown::Write,
            How::Both => Shutdown::Both,
        })
    }

    /// getsockname(2).
    pub(crate) fn local(&self) -> io::Result<Name> {
        self.inner.local_addr().map(Name::from_kernel)
    }

    /// getpeername(2).
    pub(crate) fn peer(&self) -> io::Result<Name> {
        self.inner.peer_addr().map(Name::from_kernel)
    }

    /// SO_ERROR: how a connect ended. Reading it clears it.
    pub(crate) fn take_error(&self) -> io::Result<()> {
        match self.inner.take_error()? {
            None => Ok(()),
            Some(error) => Err(error),
        }
    }

    /// The events poll(2) reports for this socket now.
    pub(crate) fn ready(&self, events: PollEvents) -> PollEvents {
        poll_now(&[(self, events)]).first().copied().unwrap_or_default()
    }

    /// FIONREAD: bytes that a recv would get without waiting.
    pub(crate) fn unread(&self) -> u64 {
        system::unread(&self.inner).unwrap_or(0)
    }
}

/// Whether a connect goes on in the background.
pub(crate) fn is_under_way(error: &io::Error) -> bool {
    errno_of(error) == Some(system::CONNECT_UNDER_WAY)
}

fn domain(family: Family) -> io::Result<Domain> {
    match family {
        Family::Inet => Ok(Domain::IPV4),
        Family::Inet6 => Ok(Domain::IPV6),
        Family::Unix => system::unix_domain(),
    }
}

fn type_of(kind: SocketType) -> Type {
    // These numbers are the same everywhere.
    Type::from(kind.number())
}

/// PEP 475: a call that a signal interrupted is made again.
fn uninterrupted<T>(mut call: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    loop {
        match call() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

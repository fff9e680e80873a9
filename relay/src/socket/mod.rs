//! Real kernel sockets: one method is one system call, and none of them ever blocks.
//!
//! Only this folder uses socket2, libc and raw descriptors. It knows neither pages nor policy: it is
//! given addresses that were allowed, and returns the kernel's results.

mod capture;
mod descriptors;
mod diag;
mod endpoints;
mod facts;
mod failure;
mod interface;
mod joining;
mod links;
mod lookup;
mod memory;
mod multicast;
mod name;
mod namespace;
mod option;
mod packet_port;
mod passing;
mod probe;
mod readiness;
mod tcp_info;
mod timer;
mod tun;

use std::io;
use std::mem::MaybeUninit;
use std::net::Shutdown;
use std::os::fd::{AsRawFd as _, OwnedFd};

use lab_shared::call::{Family, How, MsgFlags, PollEvents, SocketType};
use rustix::event::{PollFd, PollFlags, Timespec};
use socket2::{Domain, Protocol, Type};

pub(crate) use capture::{Flow, Interfaces, Packet, PacketSocket, may_capture};
pub(crate) use descriptors::raise_limit;
pub(crate) use diag::{Diag, Found};
pub(crate) use endpoints::Endpoints;
pub(crate) use failure::failure;
pub(crate) use interface::{Interface, InterfaceUse, loopback_index, on_loopback};
pub(crate) use joining::{Process, cover_file};
pub(crate) use links::{Links, link_index};
pub(crate) use lookup::{Hints, address_info, lookup, numeric, numeric_info};
pub(crate) use memory::return_freed_memory;
pub(crate) use multicast::{multicast_hops, multicast_interface_v4, multicast_interface_v6};
pub(crate) use name::Name;
pub(crate) use namespace::{ProcessEnd, die_with_parent, enter_new_network};
pub(crate) use packet_port::{PacketPort, PortSet};
pub(crate) use passing::{Descriptor, Messenger};
pub(crate) use probe::{is_of_another_machine, listener};
pub(crate) use readiness::{ReadySet, ReadySocket};
pub(crate) use timer::Timer;
pub(crate) use tun::open_tun;

/// One kernel socket. Dropping it is close(2).
#[derive(Debug)]
pub(crate) struct Socket {
    inner: socket2::Socket,
    family: Family,
    kind: SocketType,
}

impl Socket {
    /// socket(2), close-on-exec and non-blocking: to wait is the session's business.
    pub(crate) fn open(family: Family, kind: SocketType, proto: i32) -> io::Result<Self> {
        let protocol = Some(Protocol::from(proto));
        let inner = socket2::Socket::new(domain(family), non_blocking(kind), protocol)?;
        Ok(Self { inner, family, kind })
    }

    /// A socket that another process has made with [`Self::open`].
    pub(crate) fn passed(descriptor: Descriptor, family: Family, kind: SocketType) -> Self {
        Self { inner: OwnedFd::from(descriptor).into(), family, kind }
    }

    /// For another process.
    pub(crate) fn into_descriptor(self) -> Descriptor {
        OwnedFd::from(self.inner).into()
    }

    /// socketpair(2), close-on-exec and non-blocking.
    pub(crate) fn pair(family: Family, kind: SocketType, proto: i32) -> io::Result<[Self; 2]> {
        let protocol = Some(Protocol::from(proto));
        let (one, other) = socket2::Socket::pair(domain(family), non_blocking(kind), protocol)?;
        Ok([one, other].map(|inner| Self { inner, family, kind }))
    }

    /// A second descriptor of the same socket.
    pub(crate) fn try_clone(&self) -> io::Result<Self> {
        Ok(Self { inner: self.inner.try_clone()?, family: self.family, kind: self.kind })
    }

    /// The same descriptor as one of the standard library's sockets, which must be of its kind.
    pub(crate) fn into_std<T: From<OwnedFd>>(self) -> T {
        OwnedFd::from(self.inner).into()
    }

    /// SO_REUSEADDR: the address may be bound although connections of an earlier socket linger there.
    pub(crate) fn reuse_address(&self) -> io::Result<()> {
        self.inner.set_reuse_address(true)
    }

    /// The family it was made with.
    pub(crate) fn family(&self) -> Family {
        self.family
    }

    /// The type it was made with.
    pub(crate) fn kind(&self) -> SocketType {
        self.kind
    }

    /// The descriptor's number, as Python's `fileno()` returns it.
    pub(crate) fn fileno(&self) -> i32 {
        self.inner.as_raw_fd()
    }

    /// bind(2).
    pub(crate) fn bind(&self, name: &Name) -> io::Result<()> {
        self.inner.bind(name.kernel())
    }

    /// listen(2). Like CPython, a negative backlog counts as 0.
    pub(crate) fn listen(&self, backlog: i32) -> io::Result<()> {
        self.inner.listen(backlog.max(0))
    }

    /// accept4(2): the connection and its peer's name.
    pub(crate) fn accept(&self) -> io::Result<(Self, Name)> {
        let (inner, peer) = uninterrupted(|| self.inner.accept())?;
        inner.set_nonblocking(true)?;
        Ok((Self { inner, family: self.family, kind: self.kind }, Name::from_kernel(peer)))
    }

    /// connect(2).
    pub(crate) fn connect(&self, name: &Name) -> io::Result<()> {
        self.inner.connect(name.kernel())
    }

    /// recv(2). The count may exceed the buffer with MSG_TRUNC.
    pub(crate) fn recv(&self, buffer: &mut [u8], flags: MsgFlags) -> io::Result<usize> {
        uninterrupted(|| self.inner.recv_with_flags(as_uninit(buffer), flags.0))
    }

    /// recvfrom(2): the count and, where the kernel names one, the sender.
    pub(crate) fn recv_from(
        &self,
        buffer: &mut [u8],
        flags: MsgFlags,
    ) -> io::Result<(usize, Option<Name>)> {
        let (count, sender) =
            uninterrupted(|| self.inner.recv_from_with_flags(as_uninit(buffer), flags.0))?;
        Ok((count, (sender.len() > 0).then(|| Name::from_kernel(sender))))
    }

    /// send(2), without SIGPIPE.
    pub(crate) fn send(&self, bytes: &[u8], flags: MsgFlags) -> io::Result<usize> {
        let flags = flags | MsgFlags::NOSIGNAL;
        uninterrupted(|| self.inner.send_with_flags(bytes, flags.0))
    }

    /// sendto(2), without SIGPIPE.
    pub(crate) fn send_to(&self, bytes: &[u8], name: &Name, flags: MsgFlags) -> io::Result<usize> {
        let flags = flags | MsgFlags::NOSIGNAL;
        uninterrupted(|| self.inner.send_to_with_flags(bytes, name.kernel(), flags.0))
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
        rustix::io::ioctl_fionread(&self.inner).unwrap_or(0)
    }
}

fn domain(family: Family) -> Domain {
    match family {
        Family::Inet => Domain::IPV4,
        Family::Inet6 => Domain::IPV6,
        Family::Unix => Domain::UNIX,
    }
}

fn non_blocking(kind: SocketType) -> Type {
    let number = match kind {
        SocketType::Stream => libc::SOCK_STREAM,
        SocketType::Dgram => libc::SOCK_DGRAM,
        SocketType::Seqpacket => libc::SOCK_SEQPACKET,
        SocketType::Raw => libc::SOCK_RAW,
        SocketType::Rdm => libc::SOCK_RDM,
    };
    Type::from(number).nonblocking()
}

/// poll(2) with a timeout of zero: what is true of each socket at this moment.
pub(crate) fn poll_now(sockets: &[(&Socket, PollEvents)]) -> Vec<PollEvents> {
    let mut entries: Vec<PollFd<'_>> = sockets
        .iter()
        .map(|(socket, events)| PollFd::new(&socket.inner, PollFlags::from_bits_retain(events.0)))
        .collect();
    let now = Timespec { tv_sec: 0, tv_nsec: 0 };
    // With a timeout of zero poll(2) never sleeps, so the only failures left are EINVAL and ENOMEM:
    // then nothing is known to be ready, and the caller goes on waiting.
    let _ = rustix::event::poll(&mut entries, Some(&now));
    entries.iter().map(|entry| PollEvents(entry.revents().bits())).collect()
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

/// The buffer as socket2 wants it.
#[allow(unsafe_code)]
fn as_uninit(buffer: &mut [u8]) -> &mut [MaybeUninit<u8>] {
    let pointer: *mut [u8] = buffer;
    // SAFETY: `MaybeUninit<u8>` has the layout of `u8`, the borrow's length and lifetime are kept,
    // and socket2 only ever writes initialised bytes into the slice, so it stays valid as `[u8]`.
    unsafe { &mut *(pointer as *mut [MaybeUninit<u8>]) }
}

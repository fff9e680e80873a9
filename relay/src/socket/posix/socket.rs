//! System calls on sockets that POSIX has and Windows has not, or in another way.

use std::io;
use std::mem::MaybeUninit;
pub(in crate::socket) use std::os::fd::AsFd as AsDescriptor;
use std::os::fd::AsRawFd as _;

use lab_shared::call::PollEvents;
use rustix::event::{PollFd, PollFlags, Timespec};
use socket2::{Domain, Protocol, SockAddr, Socket as Inner, Type};

use crate::socket::{Name, Socket, system};

/// The family of AF_UNIX.
pub(in crate::socket) fn unix_domain() -> io::Result<Domain> {
    Ok(Domain::UNIX)
}

/// socketpair(2).
pub(in crate::socket) fn pair(
    domain: Domain,
    kind: Type,
    protocol: Protocol,
) -> io::Result<[Inner; 2]> {
    let (one, other) = Inner::pair(domain, system::non_blocking(kind), Some(protocol))?;
    for end in [&one, &other] {
        system::unblock(end)?;
    }
    Ok([one, other])
}

/// The descriptor's number.
pub(in crate::socket) fn fileno(socket: &Inner) -> i32 {
    socket.as_raw_fd()
}

/// SO_REUSEADDR.
pub(in crate::socket) fn reuse_address(socket: &Inner) -> io::Result<()> {
    socket.set_reuse_address(true)
}

/// recv(2).
pub(in crate::socket) fn recv(socket: &Inner, buffer: &mut [u8], flags: i32) -> io::Result<usize> {
    socket.recv_with_flags(as_uninit(buffer), flags)
}

/// recvfrom(2).
pub(in crate::socket) fn recv_from(
    socket: &Inner,
    buffer: &mut [u8],
    flags: i32,
) -> io::Result<(usize, SockAddr)> {
    socket.recv_from_with_flags(as_uninit(buffer), flags)
}

/// FIONREAD.
pub(in crate::socket) fn unread(socket: &Inner) -> io::Result<u64> {
    Ok(rustix::io::ioctl_fionread(socket)?)
}

/// poll(2) with a timeout of zero: what is true of each socket at this moment.
pub(crate) fn poll_now(sockets: &[(&Socket, PollEvents)]) -> Vec<PollEvents> {
    let mut entries: Vec<PollFd<'_>> = sockets
        .iter()
        .map(|(socket, PollEvents(events))| {
            let known = PollFlags::from_bits_retain((events & system::POLLABLE) as _);
            PollFd::new(&socket.inner, known)
        })
        .collect();
    let now = Timespec { tv_sec: 0, tv_nsec: 0 };
    // With a timeout of zero poll(2) never sleeps, so the only failures left are EINVAL and ENOMEM:
    // then nothing is known to be ready, and the caller goes on waiting.
    let _ = rustix::event::poll(&mut entries, Some(&now));
    entries.iter().map(|entry| PollEvents(entry.revents().bits() as _)).collect()
}

/// bind(2): the kernel knows which socket is kept to loopback.
pub(in crate::socket) fn bind(socket: &Socket, name: &Name, _kept: bool) -> io::Result<()> {
    socket.inner.bind(name.kernel())
}

/// The kernel keeps to loopback what it binds by itself.
pub(in crate::socket) fn bind_unbound(_socket: &Socket, _kept: bool) -> io::Result<()> {
    Ok(())
}

/// The buffer as socket2 wants it.
#[allow(unsafe_code)]
pub(in crate::socket) fn as_uninit(buffer: &mut [u8]) -> &mut [MaybeUninit<u8>] {
    let pointer: *mut [u8] = buffer;
    // SAFETY: `MaybeUninit<u8>` has the layout of `u8`, the borrow's length and lifetime are kept,
    // and socket2 only ever writes initialised bytes into the slice, so it stays valid as `[u8]`.
    unsafe { &mut *(pointer as *mut [MaybeUninit<u8>]) }
}

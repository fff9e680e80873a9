//! Descriptors of sockets that whoever asks keeps open.

pub(in crate::socket) use std::os::fd::RawFd as RawDescriptor;
use std::os::fd::{AsRawFd as _, BorrowedFd};

/// The descriptor.
pub(in crate::socket) fn raw(socket: &socket2::Socket) -> RawDescriptor {
    socket.as_raw_fd()
}

/// The descriptor of a socket that is open still.
#[allow(unsafe_code)]
pub(in crate::socket) fn borrow<'a>(raw: RawDescriptor) -> BorrowedFd<'a> {
    // SAFETY: only a ready set asks, which loses its sockets before they are closed.
    unsafe { BorrowedFd::borrow_raw(raw) }
}

//! getsockopt(2) and setsockopt(2).

use std::borrow::Cow;
use std::io;
use std::os::fd::AsRawFd as _;

/// setsockopt(2).
#[allow(unsafe_code)]
pub(in crate::socket) fn write_option(
    socket: &socket2::Socket,
    level: i32,
    option: i32,
    value: &[u8],
) -> io::Result<()> {
    let length = libc::socklen_t::try_from(value.len())
        .map_err(|_| io::Error::from_raw_os_error(libc::EINVAL))?;
    // SAFETY: the descriptor is open as long as `socket` lives, and the kernel reads at most
    // `length` bytes from the slice, which outlives the call.
    let result = unsafe {
        libc::setsockopt(socket.as_raw_fd(), level, option, value.as_ptr().cast(), length)
    };
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// setsockopt(2) with a null pointer in place of a value.
#[allow(unsafe_code)]
pub(in crate::socket) fn write_null(
    socket: &socket2::Socket,
    level: i32,
    option: i32,
    length: libc::socklen_t,
) -> io::Result<()> {
    // SAFETY: the descriptor is open as long as `socket` lives, and the kernel fails with EFAULT
    // where it would read from a null pointer.
    let result =
        unsafe { libc::setsockopt(socket.as_raw_fd(), level, option, std::ptr::null(), length) };
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// getsockopt(2): how many bytes the kernel gave.
#[allow(unsafe_code)]
pub(in crate::socket) fn read_option(
    socket: &socket2::Socket,
    level: i32,
    option: i32,
    value: &mut [u8],
) -> io::Result<usize> {
    let mut length = libc::socklen_t::try_from(value.len())
        .map_err(|_| io::Error::from_raw_os_error(libc::EINVAL))?;
    // SAFETY: the descriptor is open as long as `socket` lives, the kernel writes at most `length`
    // bytes, which is the slice's length, and `length` is a valid place for the count.
    let result = unsafe {
        libc::getsockopt(socket.as_raw_fd(), level, option, value.as_mut_ptr().cast(), &mut length)
    };
    if result != 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(usize::try_from(length).unwrap_or(value.len()).min(value.len()))
}

/// A value as the kernel reads it: its structures are those of Linux.
pub(in crate::socket) fn to_kernel(_level: i32, _option: i32, value: &[u8]) -> Cow<'_, [u8]> {
    value.into()
}

/// A value that the kernel has given.
pub(in crate::socket) fn from_kernel(
    _level: i32,
    _option: i32,
    value: Vec<u8>,
    _length: usize,
) -> Vec<u8> {
    value
}

//! getsockopt(2) and setsockopt(2) by number, as Python's `socket` module offers them.

use std::ffi::c_int;
use std::io;
use std::net::Ipv4Addr;
use std::os::fd::AsRawFd as _;

use lab_shared::call::OptionValue;

use super::Socket;

impl Socket {
    /// setsockopt(2). Which options are allowed is for the caller to decide.
    pub(crate) fn set_option(
        &self,
        level: i32,
        option: i32,
        value: &OptionValue,
    ) -> io::Result<()> {
        match value {
            OptionValue::Int(_) | OptionValue::Bytes(_) => {
                write_option(&self.inner, level, option, &value.bytes())
            }
            OptionValue::Null(length) => write_null(&self.inner, level, option, *length),
        }
    }

    /// getsockopt(2) of an `int`.
    pub(crate) fn int_option(&self, level: i32, option: i32) -> io::Result<i32> {
        let mut value = [0; size_of::<c_int>()];
        read_option(&self.inner, level, option, &mut value)?;
        Ok(c_int::from_ne_bytes(value))
    }

    /// getsockopt(2) of at most `length` bytes; the kernel may give fewer.
    pub(crate) fn bytes_option(
        &self,
        level: i32,
        option: i32,
        length: usize,
    ) -> io::Result<Vec<u8>> {
        let mut value = vec![0; length];
        let written = read_option(&self.inner, level, option, &mut value)?;
        value.truncate(written);
        Ok(value)
    }

    /// SO_BINDTODEVICE with `lo`: from now on the socket takes packets from loopback alone, and what
    /// it sends leaves by loopback, whatever address it is bound to. getsockname(2) does not show
    /// it. Any user may do this (since Linux 5.7), once for each socket; only CAP_NET_RAW undoes it.
    pub(crate) fn keep_to_loopback(&self) -> io::Result<()> {
        self.inner.bind_device(Some(b"lo"))
    }

    /// IP_MULTICAST_IF with 127.0.0.1, unless it has an address of loopback's already: the sender of
    /// datagrams to IPv4 groups. A socket bound to `lo` would else send from an address of another
    /// interface, because the kernel finds none of a wider scope than the machine there.
    pub(crate) fn send_to_groups_from_loopback(&self) -> io::Result<()> {
        let (level, option) = (libc::IPPROTO_IP, libc::IP_MULTICAST_IF);
        let sender = self.bytes_option(level, option, size_of::<libc::in_addr>())?;
        let sender: [u8; 4] = sender.try_into().unwrap_or_default();
        if Ipv4Addr::from(sender).is_loopback() {
            return Ok(());
        }
        write_option(&self.inner, level, option, &Ipv4Addr::LOCALHOST.octets())
    }

    /// SO_LINGER's seconds, where close(2) would wait for them.
    pub(crate) fn linger(&self) -> Option<i32> {
        let value = self
            .bytes_option(libc::SOL_SOCKET, libc::SO_LINGER, size_of::<libc::linger>())
            .unwrap_or_default();
        let (on, seconds) = value.split_at_checked(size_of::<c_int>())?;
        let on = c_int::from_ne_bytes(on.try_into().ok()?);
        let seconds = c_int::from_ne_bytes(seconds.try_into().ok()?);
        (on != 0 && seconds > 0).then_some(seconds)
    }

    /// Sets SO_LINGER so that close(2) waits at most so long; `None` turns it off.
    pub(crate) fn set_linger(&self, seconds: Option<i32>) -> io::Result<()> {
        let on = c_int::from(seconds.is_some());
        let seconds: c_int = seconds.unwrap_or(0);
        let value = [on.to_ne_bytes(), seconds.to_ne_bytes()].concat();
        self.set_option(libc::SOL_SOCKET, libc::SO_LINGER, &OptionValue::Bytes(value))
    }

    /// SO_RCVLOWAT: how many bytes a blocking recv waits for.
    pub(crate) fn receive_low_water(&self) -> usize {
        let value = self.int_option(libc::SOL_SOCKET, libc::SO_RCVLOWAT).unwrap_or(1);
        usize::try_from(value).unwrap_or(1).max(1)
    }

    /// IPV6_V6ONLY: whether an IPv6 wildcard leaves IPv4 alone.
    pub(crate) fn is_v6_only(&self) -> bool {
        self.int_option(libc::IPPROTO_IPV6, libc::IPV6_V6ONLY).is_ok_and(|value| value != 0)
    }
}

/// setsockopt(2).
#[allow(unsafe_code)]
pub(super) fn write_option(
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
fn write_null(
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
pub(super) fn read_option(
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

//! getsockopt and setsockopt of Winsock, and its options by the names that Python has for them.

use std::borrow::Cow;
use std::io;
use std::net::Ipv4Addr;
use std::os::windows::io::AsRawSocket as _;

use lab_shared::call::{OptionForm, SocketOption};
use lab_shared::errno::Errno;
use windows_sys::Win32::Networking::WinSock::{self, getsockopt, setsockopt};

use crate::socket::failure::error;

/// Bytes of Linux's `struct linger`, two `int`, and of this system's, two `u_short`.
const LINGER_BYTES: usize = 8;
const OWN_LINGER_BYTES: usize = 4;

/// The level and the option by the numbers of this system.
///
/// # Errors
/// WSAENOPROTOOPT for one that it has not.
pub(in crate::socket) fn option(level: i32, option: i32) -> io::Result<(i32, i32)> {
    let known = SocketOption::find(level, option).and_then(|known| number(known.name));
    known.ok_or_else(|| error(Errno::Enoprotoopt))
}

fn number(name: &str) -> Option<(i32, i32)> {
    let (socket, tcp) = (WinSock::SOL_SOCKET, WinSock::IPPROTO_TCP);
    let (ip, ipv6) = (WinSock::IPPROTO_IP, WinSock::IPPROTO_IPV6);
    Some(match name {
        "SO_REUSEADDR" => (socket, WinSock::SO_REUSEADDR),
        "SO_EXCLUSIVEADDRUSE" => (socket, WinSock::SO_EXCLUSIVEADDRUSE),
        "SO_LINGER" => (socket, WinSock::SO_LINGER),
        "SO_KEEPALIVE" => (socket, WinSock::SO_KEEPALIVE),
        "SO_RCVBUF" => (socket, WinSock::SO_RCVBUF),
        "SO_SNDBUF" => (socket, WinSock::SO_SNDBUF),
        "SO_BROADCAST" => (socket, WinSock::SO_BROADCAST),
        "SO_OOBINLINE" => (socket, WinSock::SO_OOBINLINE),
        "SO_RCVLOWAT" => (socket, WinSock::SO_RCVLOWAT),
        "SO_DONTROUTE" => (socket, WinSock::SO_DONTROUTE),
        "SO_TYPE" => (socket, WinSock::SO_TYPE),
        "SO_ERROR" => (socket, WinSock::SO_ERROR),
        "SO_ACCEPTCONN" => (socket, WinSock::SO_ACCEPTCONN),
        "TCP_NODELAY" => (tcp, WinSock::TCP_NODELAY),
        "TCP_MAXSEG" => (tcp, WinSock::TCP_MAXSEG),
        "TCP_KEEPIDLE" => (tcp, WinSock::TCP_KEEPIDLE),
        "TCP_KEEPINTVL" => (tcp, WinSock::TCP_KEEPINTVL),
        "TCP_KEEPCNT" => (tcp, WinSock::TCP_KEEPCNT),
        "TCP_FASTOPEN" => (tcp, WinSock::TCP_FASTOPEN),
        "IP_TOS" => (ip, WinSock::IP_TOS),
        "IP_TTL" => (ip, WinSock::IP_TTL),
        "IP_MULTICAST_IF" => (ip, WinSock::IP_MULTICAST_IF),
        "IP_MULTICAST_TTL" => (ip, WinSock::IP_MULTICAST_TTL),
        "IP_MULTICAST_LOOP" => (ip, WinSock::IP_MULTICAST_LOOP),
        "IP_ADD_MEMBERSHIP" => (ip, WinSock::IP_ADD_MEMBERSHIP),
        "IP_DROP_MEMBERSHIP" => (ip, WinSock::IP_DROP_MEMBERSHIP),
        "IPV6_UNICAST_HOPS" => (ipv6, WinSock::IPV6_UNICAST_HOPS),
        "IPV6_MULTICAST_IF" => (ipv6, WinSock::IPV6_MULTICAST_IF),
        "IPV6_MULTICAST_HOPS" => (ipv6, WinSock::IPV6_MULTICAST_HOPS),
        "IPV6_MULTICAST_LOOP" => (ipv6, WinSock::IPV6_MULTICAST_LOOP),
        "IPV6_JOIN_GROUP" => (ipv6, WinSock::IPV6_ADD_MEMBERSHIP),
        "IPV6_LEAVE_GROUP" => (ipv6, WinSock::IPV6_DROP_MEMBERSHIP),
        "IPV6_V6ONLY" => (ipv6, WinSock::IPV6_V6ONLY),
        "IPV6_DONTFRAG" => (ipv6, WinSock::IPV6_DONTFRAG),
        "IPV6_TCLASS" => (ipv6, WinSock::IPV6_TCLASS),
        _ => return None,
    })
}

/// A value as this system reads it: pages send Linux's structures.
pub(in crate::socket) fn to_kernel(level: i32, option: i32, value: &[u8]) -> Cow<'_, [u8]> {
    let form = SocketOption::find(level, option).map(|known| known.form);
    match (form, value) {
        // The lower halves of both numbers, which all that Linux takes fits into.
        (Some(OptionForm::Linger), [a, b, _, _, c, d, _, _]) => vec![*a, *b, *c, *d].into(),
        // `struct ip_mreqn` names the interface by its index, as does an address of 0.0.0.0/8 here.
        (Some(OptionForm::Group), [.., a, b, c, d]) if value.len() == 12 => {
            let index = u32::from_ne_bytes([*a, *b, *c, *d]);
            let interface = match loopback_index() {
                Ok(loopback) if loopback == index => Ipv4Addr::LOCALHOST,
                _ => Ipv4Addr::from(index),
            };
            [&value[..4], &interface.octets()].concat().into()
        }
        _ => value.into(),
    }
}

/// A value that this system has given, as Linux would have.
pub(in crate::socket) fn from_kernel(
    level: i32,
    option: i32,
    value: Vec<u8>,
    length: usize,
) -> Vec<u8> {
    let form = SocketOption::find(level, option).map(|known| known.form);
    match (form, value.as_slice()) {
        (Some(OptionForm::Linger), [a, b, c, d]) if length >= LINGER_BYTES => {
            vec![*a, *b, 0, 0, *c, *d, 0, 0]
        }
        _ => value,
    }
}

/// setsockopt.
#[allow(unsafe_code)]
pub(in crate::socket) fn write_option(
    socket: &socket2::Socket,
    level: i32,
    option: i32,
    value: &[u8],
) -> io::Result<()> {
    let length = i32::try_from(value.len()).map_err(|_| error(Errno::Einval))?;
    // SAFETY: the socket is open as long as it is lent, and at most `length` bytes of the slice are read, which outlives
    // the call.
    let result =
        unsafe { setsockopt(socket.as_raw_socket() as _, level, option, value.as_ptr(), length) };
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// setsockopt with a null pointer in place of a value.
#[allow(unsafe_code)]
pub(in crate::socket) fn write_null(
    socket: &socket2::Socket,
    level: i32,
    option: i32,
    length: u32,
) -> io::Result<()> {
    let length = i32::try_from(length).map_err(|_| error(Errno::Einval))?;
    // SAFETY: the socket is open as long as it is lent, and Winsock fails with WSAEFAULT where it would read from a null
    // pointer.
    let result =
        unsafe { setsockopt(socket.as_raw_socket() as _, level, option, std::ptr::null(), length) };
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// getsockopt: how many bytes it gave.
#[allow(unsafe_code)]
pub(in crate::socket) fn read_option(
    socket: &socket2::Socket,
    level: i32,
    option: i32,
    value: &mut [u8],
) -> io::Result<usize> {
    let room = match (level, option) {
        // Winsock takes no room beyond the structure.
        (WinSock::SOL_SOCKET, WinSock::SO_LINGER) => value.len().min(OWN_LINGER_BYTES),
        _ => value.len(),
    };
    let mut length = i32::try_from(room).map_err(|_| error(Errno::Einval))?;
    // SAFETY: the socket is open as long as it is lent, at most `length` bytes are written, which are no more than the
    // slice has, and `length` is a valid place for the count.
    let result = unsafe {
        getsockopt(socket.as_raw_socket() as _, level, option, value.as_mut_ptr(), &mut length)
    };
    if result != 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(usize::try_from(length).unwrap_or(room).min(room))
}

/// The index of the interface that has 127.0.0.1.
pub(crate) fn loopback_index() -> io::Result<u32> {
    let loopback =
        if_addrs::get_if_addrs()?.into_iter().find(|found| found.ip() == Ipv4Addr::LOCALHOST);
    loopback.and_then(|found| found.index).ok_or_else(|| io::ErrorKind::NotFound.into())
}

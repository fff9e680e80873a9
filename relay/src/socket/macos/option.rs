//! The options of macOS by the names that Python has for them.

use std::io;
use std::num::NonZeroU32;

use lab_shared::call::{Family, SocketOption};
use lab_shared::errno::Errno;

use crate::socket::Socket;
use crate::socket::failure::error;

/// The level and the option by the numbers of this system.
///
/// # Errors
/// ENOPROTOOPT for one that it has not.
pub(in crate::socket) fn option(level: i32, option: i32) -> io::Result<(i32, i32)> {
    let known = SocketOption::find(level, option).and_then(|known| number(known.name));
    known.ok_or_else(|| error(Errno::Enoprotoopt))
}

fn number(name: &str) -> Option<(i32, i32)> {
    Some(match name {
        "SO_REUSEADDR" => (libc::SOL_SOCKET, libc::SO_REUSEADDR),
        "SO_REUSEPORT" => (libc::SOL_SOCKET, libc::SO_REUSEPORT),
        // SO_LINGER counts in ticks of the clock there, and Python has both.
        "SO_LINGER" => (libc::SOL_SOCKET, libc::SO_LINGER_SEC),
        "SO_KEEPALIVE" => (libc::SOL_SOCKET, libc::SO_KEEPALIVE),
        "SO_RCVBUF" => (libc::SOL_SOCKET, libc::SO_RCVBUF),
        "SO_SNDBUF" => (libc::SOL_SOCKET, libc::SO_SNDBUF),
        "SO_BROADCAST" => (libc::SOL_SOCKET, libc::SO_BROADCAST),
        "SO_OOBINLINE" => (libc::SOL_SOCKET, libc::SO_OOBINLINE),
        "SO_RCVLOWAT" => (libc::SOL_SOCKET, libc::SO_RCVLOWAT),
        "SO_DONTROUTE" => (libc::SOL_SOCKET, libc::SO_DONTROUTE),
        "SO_TYPE" => (libc::SOL_SOCKET, libc::SO_TYPE),
        "SO_ERROR" => (libc::SOL_SOCKET, libc::SO_ERROR),
        "SO_ACCEPTCONN" => (libc::SOL_SOCKET, libc::SO_ACCEPTCONN),
        "TCP_NODELAY" => (libc::IPPROTO_TCP, libc::TCP_NODELAY),
        "TCP_MAXSEG" => (libc::IPPROTO_TCP, libc::TCP_MAXSEG),
        "TCP_KEEPIDLE" => (libc::IPPROTO_TCP, libc::TCP_KEEPALIVE),
        "TCP_KEEPINTVL" => (libc::IPPROTO_TCP, libc::TCP_KEEPINTVL),
        "TCP_KEEPCNT" => (libc::IPPROTO_TCP, libc::TCP_KEEPCNT),
        "TCP_FASTOPEN" => (libc::IPPROTO_TCP, libc::TCP_FASTOPEN),
        "IP_TOS" => (libc::IPPROTO_IP, libc::IP_TOS),
        "IP_TTL" => (libc::IPPROTO_IP, libc::IP_TTL),
        "IP_MULTICAST_IF" => (libc::IPPROTO_IP, libc::IP_MULTICAST_IF),
        "IP_MULTICAST_TTL" => (libc::IPPROTO_IP, libc::IP_MULTICAST_TTL),
        "IP_MULTICAST_LOOP" => (libc::IPPROTO_IP, libc::IP_MULTICAST_LOOP),
        "IP_ADD_MEMBERSHIP" => (libc::IPPROTO_IP, libc::IP_ADD_MEMBERSHIP),
        "IP_DROP_MEMBERSHIP" => (libc::IPPROTO_IP, libc::IP_DROP_MEMBERSHIP),
        "IPV6_UNICAST_HOPS" => (libc::IPPROTO_IPV6, libc::IPV6_UNICAST_HOPS),
        "IPV6_MULTICAST_IF" => (libc::IPPROTO_IPV6, libc::IPV6_MULTICAST_IF),
        "IPV6_MULTICAST_HOPS" => (libc::IPPROTO_IPV6, libc::IPV6_MULTICAST_HOPS),
        "IPV6_MULTICAST_LOOP" => (libc::IPPROTO_IPV6, libc::IPV6_MULTICAST_LOOP),
        "IPV6_JOIN_GROUP" => (libc::IPPROTO_IPV6, libc::IPV6_JOIN_GROUP),
        "IPV6_LEAVE_GROUP" => (libc::IPPROTO_IPV6, libc::IPV6_LEAVE_GROUP),
        "IPV6_V6ONLY" => (libc::IPPROTO_IPV6, libc::IPV6_V6ONLY),
        "IPV6_TCLASS" => (libc::IPPROTO_IPV6, libc::IPV6_TCLASS),
        _ => return None,
    })
}

/// IP_BOUND_IF or IPV6_BOUND_IF with `lo0`.
pub(in crate::socket) fn keep_to_loopback(socket: &Socket) -> io::Result<()> {
    let index = NonZeroU32::new(loopback_index()?);
    match socket.family() {
        Family::Inet6 => socket.inner.bind_device_by_index_v6(index),
        _ => socket.inner.bind_device_by_index_v4(index),
    }
}

/// The index of `lo0`.
#[allow(unsafe_code)]
pub(crate) fn loopback_index() -> io::Result<u32> {
    // SAFETY: the name is NUL-terminated and lives for ever.
    match unsafe { libc::if_nametoindex(c"lo0".as_ptr()) } {
        0 => Err(io::Error::last_os_error()),
        index => Ok(index),
    }
}

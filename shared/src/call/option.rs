//! The socket options of the lab, by Linux's numbers.

use serde::{Deserialize, Serialize};

/// The value `setsockopt` takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum OptionValue {
    /// A C `int`.
    Int(i32),
    /// A C structure as bytes, such as `struct linger`.
    Bytes(Vec<u8>),
}

/// One known option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SocketOption {
    /// The level's number.
    pub level: i32,
    /// The option's number.
    pub option: i32,
    /// The level's name in Python's `socket` module.
    pub level_name: &'static str,
    /// The option's name in Python's `socket` module.
    pub name: &'static str,
    /// Whether `setsockopt` can change it.
    pub writable: bool,
}

impl SocketOption {
    /// The table's row for the numbers, if the lab knows them.
    #[must_use]
    pub fn find(level: i32, option: i32) -> Option<&'static Self> {
        KNOWN_OPTIONS.iter().find(|known| known.level == level && known.option == option)
    }

    /// The table's row for Python's name, if the lab knows it.
    #[must_use]
    pub fn by_name(name: &str) -> Option<&'static Self> {
        KNOWN_OPTIONS.iter().find(|known| known.name == name)
    }
}

const fn row(
    level_name: &'static str,
    level: i32,
    name: &'static str,
    option: i32,
    writable: bool,
) -> SocketOption {
    SocketOption { level, option, level_name, name, writable }
}

const fn socket_level(name: &'static str, option: i32) -> SocketOption {
    row("SOL_SOCKET", 1, name, option, true)
}

const fn socket_fact(name: &'static str, option: i32) -> SocketOption {
    row("SOL_SOCKET", 1, name, option, false)
}

const fn tcp(name: &'static str, option: i32) -> SocketOption {
    row("IPPROTO_TCP", 6, name, option, true)
}

/// The options a page may set and read: socket(7), tcp(7), ip(7), ipv6(7). Others are refused,
/// because some take pointers, bind to devices or reach beyond the socket.
pub const KNOWN_OPTIONS: &[SocketOption] = &[
    socket_level("SO_REUSEADDR", 2),
    socket_level("SO_REUSEPORT", 15),
    socket_level("SO_LINGER", 13),
    socket_level("SO_KEEPALIVE", 9),
    socket_level("SO_RCVBUF", 8),
    socket_level("SO_SNDBUF", 7),
    socket_level("SO_BROADCAST", 6),
    socket_level("SO_OOBINLINE", 10),
    socket_level("SO_RCVLOWAT", 18),
    socket_level("SO_DONTROUTE", 5),
    socket_fact("SO_TYPE", 3),
    socket_fact("SO_ERROR", 4),
    socket_fact("SO_ACCEPTCONN", 30),
    socket_fact("SO_PROTOCOL", 38),
    socket_fact("SO_DOMAIN", 39),
    tcp("TCP_NODELAY", 1),
    tcp("TCP_MAXSEG", 2),
    tcp("TCP_CORK", 3),
    tcp("TCP_KEEPIDLE", 4),
    tcp("TCP_KEEPINTVL", 5),
    tcp("TCP_KEEPCNT", 6),
    tcp("TCP_SYNCNT", 7),
    tcp("TCP_LINGER2", 8),
    tcp("TCP_DEFER_ACCEPT", 9),
    tcp("TCP_WINDOW_CLAMP", 10),
    row("IPPROTO_TCP", 6, "TCP_INFO", 11, false),
    tcp("TCP_QUICKACK", 12),
    tcp("TCP_USER_TIMEOUT", 18),
    tcp("TCP_FASTOPEN", 23),
    row("IPPROTO_IP", 0, "IP_TOS", 1, true),
    row("IPPROTO_IP", 0, "IP_TTL", 2, true),
    row("IPPROTO_IP", 0, "IP_MULTICAST_IF", 32, true),
    row("IPPROTO_IP", 0, "IP_MULTICAST_TTL", 33, true),
    row("IPPROTO_IP", 0, "IP_MULTICAST_LOOP", 34, true),
    row("IPPROTO_IP", 0, "IP_ADD_MEMBERSHIP", 35, true),
    row("IPPROTO_IP", 0, "IP_DROP_MEMBERSHIP", 36, true),
    row("IPPROTO_IPV6", 41, "IPV6_UNICAST_HOPS", 16, true),
    row("IPPROTO_IPV6", 41, "IPV6_MULTICAST_IF", 17, true),
    row("IPPROTO_IPV6", 41, "IPV6_MULTICAST_HOPS", 18, true),
    row("IPPROTO_IPV6", 41, "IPV6_MULTICAST_LOOP", 19, true),
    row("IPPROTO_IPV6", 41, "IPV6_JOIN_GROUP", 20, true),
    row("IPPROTO_IPV6", 41, "IPV6_LEAVE_GROUP", 21, true),
    row("IPPROTO_IPV6", 41, "IPV6_V6ONLY", 26, true),
    row("IPPROTO_IPV6", 41, "IPV6_TCLASS", 67, true),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_finds_an_option_by_number_and_by_name() {
        let nodelay = SocketOption::find(6, 1).unwrap();
        assert_eq!((nodelay.level_name, nodelay.name), ("IPPROTO_TCP", "TCP_NODELAY"));
        assert_eq!(SocketOption::by_name("SO_LINGER").map(|option| option.option), Some(13));
        assert_eq!(SocketOption::find(1, 26), None, "SO_ATTACH_FILTER takes a pointer");
    }

    #[test]
    fn no_two_rows_share_a_number_or_a_name() {
        for (at, row) in KNOWN_OPTIONS.iter().enumerate() {
            for other in &KNOWN_OPTIONS[at + 1..] {
                assert_ne!((row.level, row.option), (other.level, other.option));
                assert_ne!(row.name, other.name);
            }
        }
    }
}

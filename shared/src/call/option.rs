//! The socket options of the lab, by Linux's numbers.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// The value `setsockopt` takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum OptionValue {
    /// A C `int`.
    Int(i32),
    /// A C structure as bytes, such as `struct linger`.
    Bytes(Vec<u8>),
    /// Python's `None`: a null pointer, with this length.
    Null(u32),
}

impl OptionValue {
    /// The bytes that the kernel reads; a null pointer has none.
    #[must_use]
    pub fn bytes(&self) -> Cow<'_, [u8]> {
        match self {
            Self::Int(number) => number.to_ne_bytes().to_vec().into(),
            Self::Bytes(bytes) => bytes.into(),
            Self::Null(_) => Cow::default(),
        }
    }
}

/// What an option's value is in C.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptionForm {
    /// `int`.
    Int,
    /// `struct linger` of socket(7).
    Linger,
    /// `struct tcp_info` of tcp(7).
    TcpInfo,
    /// The name of an interface or of an algorithm.
    Name,
    /// `struct in_addr`: the IPv4 address of an interface.
    Interface,
    /// `struct ip_mreq` of ip(7): a group, and the address of an interface.
    Group,
    /// `struct ipv6_mreq` of ipv6(7): a group, and the index of an interface.
    Group6,
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
    /// What its value is.
    pub form: OptionForm,
}

impl SocketOption {
    /// The table's row for the numbers, if the lab knows them.
    #[must_use]
    pub fn find(level: i32, option: i32) -> Option<&'static Self> {
        KNOWN_OPTIONS.iter().find(|known| known.level == level && known.option == option)
    }

    /// Whether Linux has it.
    #[must_use]
    pub fn is_of_linux(&self) -> bool {
        self.name != EXCLUSIVE_ADDRESS
    }

    /// The table's row for Python's name, if the lab knows it.
    #[must_use]
    pub fn by_name(name: &str) -> Option<&'static Self> {
        KNOWN_OPTIONS.iter().find(|known| known.name == name)
    }
}

impl SocketOption {
    const fn int(
        level_name: &'static str,
        level: i32,
        name: &'static str,
        option: i32,
    ) -> SocketOption {
        SocketOption { level, option, level_name, name, writable: true, form: OptionForm::Int }
    }

    const fn of_form(self, form: OptionForm) -> Self {
        Self { form, ..self }
    }

    const fn read_only(self) -> Self {
        Self { writable: false, ..self }
    }
}

const fn socket_level(name: &'static str, option: i32) -> SocketOption {
    SocketOption::int("SOL_SOCKET", 1, name, option)
}

const fn tcp(name: &'static str, option: i32) -> SocketOption {
    SocketOption::int("IPPROTO_TCP", 6, name, option)
}

const fn ip(name: &'static str, option: i32) -> SocketOption {
    SocketOption::int("IPPROTO_IP", 0, name, option)
}

const fn ipv6(name: &'static str, option: i32) -> SocketOption {
    SocketOption::int("IPPROTO_IPV6", 41, name, option)
}

const EXCLUSIVE_ADDRESS: &str = "SO_EXCLUSIVEADDRUSE";

/// The options a page may set and read: socket(7), tcp(7), ip(7), ipv6(7). Others are refused,
/// because some take pointers or reach beyond the socket. `docs/socket-options.md` has who refuses
/// which value.
pub const KNOWN_OPTIONS: &[SocketOption] = &[
    socket_level("SO_REUSEADDR", 2),
    // Of Windows alone: `~SO_REUSEADDR` by its number there, which is none of Linux's.
    socket_level(EXCLUSIVE_ADDRESS, -5),
    socket_level("SO_REUSEPORT", 15),
    socket_level("SO_LINGER", 13).of_form(OptionForm::Linger),
    socket_level("SO_KEEPALIVE", 9),
    socket_level("SO_RCVBUF", 8),
    socket_level("SO_SNDBUF", 7),
    socket_level("SO_BROADCAST", 6),
    socket_level("SO_OOBINLINE", 10),
    socket_level("SO_RCVLOWAT", 18),
    socket_level("SO_DONTROUTE", 5),
    socket_level("SO_PRIORITY", 12),
    socket_level("SO_MARK", 36),
    socket_level("SO_BINDTODEVICE", 25).of_form(OptionForm::Name),
    socket_level("SO_TYPE", 3).read_only(),
    socket_level("SO_ERROR", 4).read_only(),
    socket_level("SO_ACCEPTCONN", 30).read_only(),
    socket_level("SO_PROTOCOL", 38).read_only(),
    socket_level("SO_DOMAIN", 39).read_only(),
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
    tcp("TCP_INFO", 11).of_form(OptionForm::TcpInfo).read_only(),
    tcp("TCP_QUICKACK", 12),
    tcp("TCP_USER_TIMEOUT", 18),
    tcp("TCP_CONGESTION", 13).of_form(OptionForm::Name),
    tcp("TCP_FASTOPEN", 23),
    tcp("TCP_FASTOPEN_CONNECT", 30),
    ip("IP_TOS", 1),
    ip("IP_TTL", 2),
    ip("IP_MULTICAST_IF", 32).of_form(OptionForm::Interface),
    ip("IP_MULTICAST_TTL", 33),
    ip("IP_MULTICAST_LOOP", 34),
    ip("IP_ADD_MEMBERSHIP", 35).of_form(OptionForm::Group),
    ip("IP_DROP_MEMBERSHIP", 36).of_form(OptionForm::Group),
    ipv6("IPV6_UNICAST_HOPS", 16),
    ipv6("IPV6_MULTICAST_IF", 17),
    ipv6("IPV6_MULTICAST_HOPS", 18),
    ipv6("IPV6_MULTICAST_LOOP", 19),
    ipv6("IPV6_JOIN_GROUP", 20).of_form(OptionForm::Group6),
    ipv6("IPV6_LEAVE_GROUP", 21).of_form(OptionForm::Group6),
    ipv6("IPV6_V6ONLY", 26),
    ipv6("IPV6_DONTFRAG", 62),
    ipv6("IPV6_TCLASS", 67),
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

//! The calls in groups that take the same arguments, and which groups come first.

use lab_shared::call::{CallName, Family, SocketType};
use lab_shared::trace::Role;

/// Calls that take the same arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Group {
    /// A family, a type and a protocol make a socket.
    Make,
    /// A local address.
    Local,
    Backlog,
    /// Nothing.
    Accept,
    /// The peer's address.
    Peer,
    /// How much to receive.
    Receive,
    /// What to send.
    Content,
    /// Nothing.
    Close,
    /// Which half to shut down.
    Shutdown,
    /// Nothing: the addresses.
    Names,
    /// How long to block.
    Timeout,
    /// An option and its value.
    Options,
    /// Several sockets.
    Poll,
    /// Nothing: the type of the new sockets is [`Group::Make`]'s.
    Pair,
    /// Nothing: host and port are [`Group::Peer`]'s.
    Lookup,
    /// Nothing: the path is [`Group::Local`]'s.
    Unlink,
}

impl Group {
    /// Every group, in the order people are offered them.
    pub(crate) const ALL: [Self; 16] = [
        Self::Make,
        Self::Local,
        Self::Backlog,
        Self::Accept,
        Self::Peer,
        Self::Receive,
        Self::Content,
        Self::Close,
        Self::Shutdown,
        Self::Names,
        Self::Timeout,
        Self::Options,
        Self::Poll,
        Self::Pair,
        Self::Lookup,
        Self::Unlink,
    ];

    /// The group's calls; the first is the one that Enter in a field makes.
    #[must_use]
    pub(crate) fn calls(self, kind: SocketType) -> &'static [CallName] {
        use CallName as C;
        let datagrams = kind == SocketType::Dgram;
        match self {
            Self::Make => &[C::Socket],
            Self::Local => &[C::Bind],
            Self::Backlog => &[C::Listen],
            Self::Accept => &[C::Accept],
            Self::Peer => &[C::Connect, C::ConnectEx],
            Self::Receive if datagrams => &[C::Recvfrom, C::Recv],
            Self::Receive => &[C::Recv, C::Recvfrom],
            Self::Content if datagrams => &[C::Sendto, C::Send, C::Sendall],
            Self::Content => &[C::Send, C::Sendall, C::Sendto],
            Self::Close => &[C::Close],
            Self::Shutdown => &[C::Shutdown],
            Self::Names => &[C::Getsockname, C::Getpeername],
            Self::Timeout => &[C::Settimeout, C::Gettimeout, C::Setblocking],
            Self::Options => &[C::Setsockopt, C::Getsockopt],
            Self::Poll => &[C::Poll],
            Self::Pair => &[C::Socketpair],
            Self::Lookup => &[C::Getaddrinfo],
            Self::Unlink => &[C::Unlink],
        }
    }

    /// Whether the group is always shown. The others can be unfolded.
    #[must_use]
    pub(crate) fn is_common(self, role: Option<Role>, kind: SocketType) -> bool {
        let datagrams = kind == SocketType::Dgram;
        match self {
            Self::Make | Self::Receive | Self::Content | Self::Close => true,
            Self::Local => role != Some(Role::Client) || datagrams,
            Self::Backlog | Self::Accept => role != Some(Role::Client) && !datagrams,
            Self::Peer => role != Some(Role::Server),
            Self::Shutdown
            | Self::Names
            | Self::Timeout
            | Self::Options
            | Self::Poll
            | Self::Pair
            | Self::Lookup
            | Self::Unlink => false,
        }
    }

    /// Whether its calls mean something for sockets of a family.
    #[must_use]
    pub(crate) fn is_of(self, family: Family) -> bool {
        self != Self::Unlink || family == Family::Unix
    }

    /// Its name in the page's markup: that of its first call for a stream.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        self.calls(SocketType::Stream)[0].as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_call_can_be_reached_for_every_type() {
        for kind in SocketType::ALL {
            for call in CallName::ALL {
                let places =
                    Group::ALL.iter().filter(|group| group.calls(kind).contains(call)).count();
                assert_eq!(places, 1, "{call:?} for {kind:?}");
            }
        }
    }

    #[test]
    fn a_servers_and_a_clients_own_calls_stand_in_front() {
        let stream = SocketType::Stream;
        let in_front = |role| -> Vec<&str> {
            Group::ALL
                .iter()
                .filter(|group| group.is_common(role, stream))
                .map(|group| group.name())
                .collect()
        };
        assert_eq!(
            in_front(Some(Role::Server)),
            ["socket", "bind", "listen", "accept", "recv", "send", "close"]
        );
        assert_eq!(in_front(Some(Role::Client)), ["socket", "connect", "recv", "send", "close"]);
    }
}

//! The two addresses of a socket, as far as it has them, and what the kernel finds by them.

use std::net::SocketAddr;

use lab_shared::kernel::EndFacts;

use super::{Name, Socket};

/// Where an IP socket is bound and connected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Endpoints {
    pub(crate) local: Option<SocketAddr>,
    pub(crate) peer: Option<SocketAddr>,
}

impl Endpoints {
    /// getsockname(2) and getpeername(2).
    pub(crate) fn of(socket: &Socket) -> Self {
        let set = |name: Name| name.is_set().then(|| name.socket_address());
        Self {
            local: socket.local().ok().and_then(set).flatten(),
            peer: socket.peer().ok().and_then(set).flatten(),
        }
    }

    /// Both ends of a connection.
    pub(crate) fn both(self) -> Option<(SocketAddr, SocketAddr)> {
        self.local.zip(self.peer)
    }
}

/// A connection's end that the kernel knows.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) facts: EndFacts,
    /// The kernel's name for this very socket: two with the same addresses differ in it. A socket
    /// gets another one when it enters TIME-WAIT.
    pub(crate) cookie: u64,
}

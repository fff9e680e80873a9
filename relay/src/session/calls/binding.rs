//! Which local address a socket has or gets, and whether the rules allow it.
//!
//! Not only bind(2) binds. The kernel binds an unbound socket that listens, and an unbound datagram
//! socket that sends or connects: to the wildcard, with a port of its choice. getsockname(2) does
//! not tell whether it will. After a connect that failed, it still names a port that the kernel has
//! let go of. So what counts is the address of a bind that the rules allowed and that succeeded on
//! this very socket; without one, the kernel's own bind is judged as the wildcard with port 0.
//!
//! A TCP socket that connects needs no such leave: the kernel binds it to the source address of its
//! connection, and only its peer, which `may_connect` judged, reaches it there. A UDP socket needs
//! it. `inet_dgram_connect` binds it to the wildcard before it sets the peer, so that datagrams of
//! others may already wait there, and leaves it at the wildcard if the connect then fails.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use lab_shared::call::{Family, Rule, SocketType};
use lab_shared::errno::Errno;

use crate::policy::{Extent, Policy};
use crate::socket::Socket;

/// The local address of one socket, as far as the rules know it. An accepted socket and each of a
/// socketpair begin without one, like a new socket.
#[derive(Debug)]
pub(crate) struct Binding {
    /// What the last bind that succeeded asked for; port 0 lets the kernel choose.
    address: Option<SocketAddr>,
    /// Which addresses reach the socket at a wildcard.
    extent: Extent,
}

impl Binding {
    /// No bind yet.
    pub(super) fn none() -> Self {
        Self { address: None, extent: Extent::Everywhere }
    }

    /// Whether the rules allow bind(2) to `address`.
    pub(super) fn may_bind(
        &self,
        socket: &Socket,
        policy: &Policy,
        address: SocketAddr,
    ) -> Result<(), Rule> {
        policy.may_bind(address, is_dual(socket, address), self.extent)
    }

    /// Takes notice of what bind(2) to `address` came to. One that fails for a taken port has moved
    /// an unbound socket back to the wildcard; only EINVAL, "it is bound already", changes nothing.
    pub(super) fn bound(&mut self, address: SocketAddr, result: &io::Result<()>) {
        match result {
            Ok(()) => self.address = Some(address),
            Err(error) if error.raw_os_error() == Some(Errno::Einval.linux()) => {}
            Err(_) => self.address = None,
        }
    }

    /// Whether the rules allow listen(2). The address is judged again: IPV6_V6ONLY may have changed
    /// since it was bound.
    pub(super) fn may_listen(&self, socket: &Socket, policy: &Policy) -> Result<(), Rule> {
        // The kernel refuses by itself, and binds nothing: datagrams have no listen(2), and a socket
        // that is connected, or is becoming so, cannot turn into a listener.
        if socket.kind() == SocketType::Dgram || socket.peer().is_ok() {
            return Ok(());
        }
        self.judge(socket, policy, self.extent)
    }

    /// Whether the rules allow a send or connect, for which the kernel may bind the socket; `peer`
    /// is where it goes, `None` for a send that names nobody.
    ///
    /// Where they allow all of loopback but not the wildcard, the socket is kept to loopback from
    /// then on. Packets to other machines would leave by loopback too, and be lost in silence, so
    /// these are refused.
    pub(super) fn may_send(
        &mut self,
        socket: &Socket,
        policy: &Policy,
        peer: Option<SocketAddr>,
    ) -> Result<(), Rule> {
        if socket.kind() == SocketType::Stream {
            return Ok(());
        }
        let Err(rule) = self.judge(socket, policy, Extent::Everywhere) else { return Ok(()) };
        if !peer.is_none_or(is_loopback) {
            return Err(rule);
        }
        self.judge(socket, policy, Extent::Loopback)?;
        self.keep_to_loopback(socket).map_err(|error| {
            tracing::info!(%error, "the kernel does not keep a socket to loopback");
            rule
        })
    }

    fn keep_to_loopback(&mut self, socket: &Socket) -> io::Result<()> {
        if self.extent == Extent::Everywhere {
            socket.keep_to_loopback()?;
            self.extent = Extent::Loopback;
        }
        Ok(())
    }

    /// Whether the rules allow the address that the socket has, or that the kernel would give it.
    fn judge(&self, socket: &Socket, policy: &Policy, extent: Extent) -> Result<(), Rule> {
        let wildcard: IpAddr = match socket.family() {
            Family::Inet => Ipv4Addr::UNSPECIFIED.into(),
            Family::Inet6 => Ipv6Addr::UNSPECIFIED.into(),
            Family::Unix => return Ok(()),
        };
        let address = self.address.unwrap_or(SocketAddr::new(wildcard, 0));
        policy.may_bind(address, is_dual(socket, address), extent)
    }
}

/// Whether a socket bound there takes IPv4 as well as IPv6.
fn is_dual(socket: &Socket, address: SocketAddr) -> bool {
    address.is_ipv6() && address.ip().is_unspecified() && !socket.is_v6_only()
}

fn is_loopback(peer: SocketAddr) -> bool {
    let ip = peer.ip().to_canonical();
    // Linux takes the unspecified address of a peer for its own loopback.
    ip.is_loopback() || ip.is_unspecified()
}

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
//!
//! Where the rules allow all of loopback but not the wildcard, a wildcard is bound all the same, and
//! the socket is kept to loopback (SO_BINDTODEVICE `lo`) before that: programs that bind `''` run, and
//! only this machine reaches them. From then on the socket goes nowhere else either. Its packets to
//! other machines would leave by loopback too and be lost in silence, so these calls are refused.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use lab_shared::call::{Family, Rule, SocketType};
use lab_shared::errno::Errno;

use super::interfaces::{is_group, stays_on_loopback};
use super::{Extent, Policy};
use crate::socket::{Socket, errno_of};

/// The local address of one socket, as far as the rules know it. Each of a socketpair begins without
/// one, like a new socket.
#[derive(Debug)]
pub(crate) struct Binding {
    /// What the last bind that succeeded asked for; port 0 lets the kernel choose.
    address: Option<SocketAddr>,
    /// Which addresses reach the socket at a wildcard.
    extent: Extent,
}

impl Binding {
    /// No bind yet.
    pub(crate) fn none() -> Self {
        Self { address: None, extent: Extent::Everywhere }
    }

    /// Of a connection that a listener accepted: no bind of its own, but the listener's device.
    pub(crate) fn of_accepted(&self) -> Self {
        Self { address: None, extent: self.extent }
    }

    /// Whether only loopback reaches the socket, whatever its address is.
    pub(crate) fn is_kept_to_loopback(&self) -> bool {
        self.extent == Extent::Loopback
    }

    /// Whether the rules allow bind(2) to `address`. It may keep the socket to loopback.
    pub(crate) fn may_bind(
        &mut self,
        socket: &Socket,
        policy: &Policy,
        address: SocketAddr,
    ) -> Result<(), Rule> {
        if self.is_kept_to_loopback() && !is_loopback(address) && !is_group(socket, address) {
            return Err(Rule::AllowBind);
        }
        if self.is_kept_to_loopback() && !stays_on_loopback(address) {
            return Err(Rule::Interface);
        }
        self.judge_or_keep(socket, policy, address)
    }

    /// Takes notice of what bind(2) to `address` came to. One that fails for a taken port has moved
    /// an unbound socket back to the wildcard; only EINVAL, "it is bound already", changes nothing.
    pub(crate) fn bound(&mut self, address: SocketAddr, result: &io::Result<()>) {
        match result {
            Ok(()) => self.address = Some(address),
            Err(error) if errno_of(error) == Some(Errno::Einval) => {}
            Err(_) => self.address = None,
        }
    }

    /// Whether the rules allow listen(2). The address is judged again: IPV6_V6ONLY may have changed
    /// since it was bound. It may keep the socket to loopback.
    pub(crate) fn may_listen(&mut self, socket: &Socket, policy: &Policy) -> Result<(), Rule> {
        // The kernel refuses by itself, and binds nothing: datagrams have no listen(2), and a socket
        // that is connected, or is becoming so, cannot turn into a listener.
        if socket.kind() == SocketType::Dgram || socket.peer().is_ok() {
            return Ok(());
        }
        let Some(address) = self.address_of(socket) else { return Ok(()) };
        self.judge_or_keep(socket, policy, address)
    }

    /// Whether the rules allow a send or connect, for which the kernel may bind the socket; `peer`
    /// is where it goes, `None` for a send that names nobody. It may keep the socket to loopback.
    pub(crate) fn may_send(
        &mut self,
        socket: &Socket,
        policy: &Policy,
        peer: Option<SocketAddr>,
    ) -> Result<(), Rule> {
        let goes_out = !peer.is_none_or(is_loopback);
        if self.is_kept_to_loopback() && goes_out {
            return Err(Rule::AllowBind);
        }
        if socket.kind() == SocketType::Stream {
            return Ok(());
        }
        let Some(address) = self.address_of(socket) else { return Ok(()) };
        if goes_out {
            return self.judge(socket, policy, address);
        }
        self.judge_or_keep(socket, policy, address)
    }

    /// Whether the rules allow the address, of which loopback is enough at a wildcard or a group: then
    /// the socket is kept to loopback from now on.
    fn judge_or_keep(
        &mut self,
        socket: &Socket,
        policy: &Policy,
        address: SocketAddr,
    ) -> Result<(), Rule> {
        match self.judge(socket, policy, address) {
            Err(Rule::AllowBind) if !self.is_kept_to_loopback() => {}
            judged => return judged,
        }
        if !stays_on_loopback(address) {
            return Err(Rule::Interface);
        }
        self.keep(socket, policy, address)
    }

    /// Keeps the socket to loopback from now on, if the rules allow the address there.
    pub(super) fn keep(
        &mut self,
        socket: &Socket,
        policy: &Policy,
        address: SocketAddr,
    ) -> Result<(), Rule> {
        judge(socket, policy, address, Extent::Loopback)?;
        if self.is_kept_to_loopback() {
            return Ok(());
        }
        socket.keep_to_loopback().map_err(|error| {
            tracing::info!(%error, "the kernel does not keep a socket to loopback");
            Rule::AllowBind
        })?;
        tracing::info!(%address, "kept to loopback; --allow-bind any opens it");
        self.extent = Extent::Loopback;
        Ok(())
    }

    /// Takes notice that the page itself has bound the socket to loopback's device.
    pub(crate) fn bound_to_loopback(&mut self) {
        self.extent = Extent::Loopback;
    }

    /// Whether the rules allow the address to a socket with this one's extent.
    pub(super) fn judge(
        &self,
        socket: &Socket,
        policy: &Policy,
        address: SocketAddr,
    ) -> Result<(), Rule> {
        judge(socket, policy, address, self.extent)
    }

    /// The address that the socket has, or that the kernel would give it; `None` outside IP.
    pub(super) fn address_of(&self, socket: &Socket) -> Option<SocketAddr> {
        let wildcard: IpAddr = match socket.family() {
            Family::Inet => Ipv4Addr::UNSPECIFIED.into(),
            Family::Inet6 => Ipv6Addr::UNSPECIFIED.into(),
            Family::Unix => return None,
        };
        Some(self.address.unwrap_or(SocketAddr::new(wildcard, 0)))
    }
}

fn judge(
    socket: &Socket,
    policy: &Policy,
    address: SocketAddr,
    extent: Extent,
) -> Result<(), Rule> {
    if is_group(socket, address) {
        return policy.may_bind_to_group(address, extent);
    }
    // A socket bound there takes IPv4 as well as IPv6.
    let dual = address.is_ipv6() && address.ip().is_unspecified() && !socket.is_v6_only();
    policy.may_bind(address, socket.kind(), dual, extent)
}

fn is_loopback(peer: SocketAddr) -> bool {
    let ip = peer.ip().to_canonical();
    // Linux takes the unspecified address of a peer for its own loopback.
    ip.is_loopback() || ip.is_unspecified()
}

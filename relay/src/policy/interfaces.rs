//! Which interfaces a socket may name: multicast groups, and SO_BINDTODEVICE.
//!
//! A group is joined on an interface, whose packets to that group then come in. On loopback only
//! programs of this machine send them. On another interface the network does, so the rules must
//! allow a bind to the group. A membership that leaves the interface to the kernel (INADDR_ANY, index
//! 0) is for loopback where the rules do not allow it elsewhere, as a bind to the wildcard is.
//!
//! A datagram to a group, or to all (255.255.255.255), leaves by the interface that the socket or the
//! kernel chooses. Where the rules do not let it leave this machine, the socket is kept to loopback
//! first, and its sender is 127.0.0.1, which the receiver may answer. IPv6 has a way around that: the
//! scope of an address takes precedence over SO_BINDTODEVICE, in sendto(2) as in bind(2). So a scope
//! that is not loopback's is refused there.

use std::net::{IpAddr, SocketAddr};

use lab_shared::call::{Family, Rule, SocketType};

use super::binding::Binding;
use super::{Extent, Policy};
use crate::socket::{Interface, InterfaceUse, Socket};

impl Binding {
    /// Whether the rules allow setsockopt(2) with this value, which names an interface. It may keep
    /// the socket to loopback.
    pub(crate) fn may_use(
        &mut self,
        socket: &Socket,
        policy: &Policy,
        named: InterfaceUse,
    ) -> Result<(), Rule> {
        let kept = self.is_kept_to_loopback();
        let allowed = match named {
            // An unprivileged process cannot take a socket from its device; the relay may be able to.
            InterfaceUse::Device(Interface::Any) => !kept,
            InterfaceUse::Device(interface) => interface == Interface::Loopback,
            // The option is no membership for this socket, and the kernel says so.
            InterfaceUse::Join(..) | InterfaceUse::Leave(_) | InterfaceUse::SendBy(_)
                if socket.family() == Family::Unix =>
            {
                true
            }
            InterfaceUse::Leave(_) => true,
            InterfaceUse::Join(group, Interface::Loopback) => {
                policy.may_join(group, Extent::Loopback)
            }
            InterfaceUse::Join(group, interface) => {
                (!kept && policy.may_join(group, Extent::Everywhere))
                    || (interface == Interface::Any
                        && self.may_join_on_loopback(socket, policy, group))
            }
            InterfaceUse::SendBy(Interface::Loopback | Interface::Any) => true,
            InterfaceUse::SendBy(Interface::Other) => !kept && policy.may_send_beyond(),
        };
        if allowed { Ok(()) } else { Err(Rule::Interface) }
    }

    /// Whether the group may be joined on loopback in place of the interface that the kernel would
    /// choose. The socket is kept there.
    fn may_join_on_loopback(&mut self, socket: &Socket, policy: &Policy, group: IpAddr) -> bool {
        let Some(own) = self.address_of(socket) else { return false };
        policy.may_join(group, Extent::Loopback)
            && (self.is_kept_to_loopback() || !self.is_for_others(socket, policy, own))
            && self.keep(socket, policy, own).is_ok()
    }

    /// Whether the rules let other machines reach the socket at its own address. It is not taken from
    /// them for a group.
    fn is_for_others(&self, socket: &Socket, policy: &Policy, own: SocketAddr) -> bool {
        self.judge(socket, policy, own).is_ok() && !own.ip().to_canonical().is_loopback()
    }

    /// Whether the rules allow a datagram or a connect to a group. It may keep the socket to loopback.
    pub(crate) fn may_send_to_group(
        &mut self,
        socket: &Socket,
        policy: &Policy,
        group: SocketAddr,
    ) -> Result<(), Rule> {
        let Some(own) = self.address_of(socket) else { return Ok(()) };
        let may_leave = policy.may_connect(group, SocketType::Dgram);
        if !self.is_kept_to_loopback() {
            if may_leave.is_ok() && self.judge(socket, policy, own).is_ok() {
                return Ok(());
            }
            if self.is_for_others(socket, policy, own) {
                return may_leave;
            }
        }
        if !stays_on_loopback(group) {
            return Err(Rule::Interface);
        }
        may_leave.or_else(|_| policy.may_send_to_group(group))?;
        self.keep(socket, policy, own)?;
        if group.ip().to_canonical().is_ipv4() {
            socket.send_to_groups_from_loopback().map_err(|error| {
                tracing::info!(%error, "the kernel does not send to groups from loopback");
                Rule::Interface
            })?;
        }
        Ok(())
    }
}

/// Whether that is a group or the address of all, for a socket that can send to them.
pub(crate) fn is_group(socket: &Socket, address: SocketAddr) -> bool {
    let ip = address.ip().to_canonical();
    let names_all = matches!(ip, IpAddr::V4(ip) if ip.is_broadcast());
    socket.kind() == SocketType::Dgram && (ip.is_multicast() || names_all)
}

/// Whether a socket that is bound to loopback's device keeps to it with this address: a group's scope
/// would take it to another interface.
pub(super) fn stays_on_loopback(address: SocketAddr) -> bool {
    match address {
        SocketAddr::V6(v6) if v6.ip().is_multicast() => {
            Interface::at(v6.scope_id()) != Interface::Other
        }
        _ => true,
    }
}

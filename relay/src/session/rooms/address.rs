//! Whether and where a chat room may open: the same rules as for a socket that binds and listens.

use std::net::{IpAddr, SocketAddr};

use lab_shared::call::{Address, Exception, Failure, Family, SocketType};
use lab_shared::chat::{RoomConfig, TooLong};
use lab_shared::wire::{MAX_ROOM_MESSAGE_BYTES, MAX_ROOM_QUEUE_BYTES};

use crate::policy::{Extent, Policy, not_bound};
use crate::session::target::{self, Target};

/// Where a room is to listen.
#[derive(Debug)]
pub(super) enum RoomTarget {
    /// At this address of the machine.
    At(IpAddr),
    /// At the address that this name has.
    Lookup { host: String, family: Family },
}

/// Where a room is to listen, as far as it is known without asking a name server.
///
/// # Errors
/// A setting is out of range, or the address is no TCP address.
pub(super) fn room_target(address: &Address, config: &RoomConfig) -> Result<RoomTarget, Failure> {
    config.check().map_err(too_long)?;
    in_range("queue_bytes", config.queue_bytes, MAX_ROOM_QUEUE_BYTES)?;
    in_range("max_message", config.max_message, MAX_ROOM_MESSAGE_BYTES)?;
    let family = match address {
        Address::Inet { .. } => Family::Inet,
        Address::Inet6 { .. } => Family::Inet6,
        Address::Unix { .. } => {
            let message = "a chat room listens on AF_INET or AF_INET6, not on AF_UNIX";
            return Err(Failure::plain(Exception::ValueError, message));
        }
    };
    Ok(match target::target("bind", family, address)? {
        Target::Ip(ip) => RoomTarget::At(ip),
        Target::Host(host) => RoomTarget::Lookup { host, family },
        Target::Unix(_) => unreachable!("AF_UNIX was refused above"),
    })
}

/// The address, if the relay's rules let a server listen there, and which addresses may reach it.
///
/// # Errors
/// The rule that refuses, EADDRNOTAVAIL, or Python's error for a port out of range.
pub(super) fn permit(
    policy: &Policy,
    address: &Address,
    ip: IpAddr,
) -> Result<(SocketAddr, Extent), Failure> {
    let name = target::name("bind", ip, address)?;
    let address = name.socket_address().expect("made of an IP address");
    // The listening socket of an IPv6 wildcard takes IPv4's connections too.
    let judge = |extent| {
        policy.may_bind(address, SocketType::Stream, true, extent).map(|()| (address, extent))
    };
    judge(Extent::Everywhere)
        .or_else(|_| judge(Extent::Loopback))
        .map_err(|rule| not_bound(rule, address))
}

/// A room that has too much to do.
pub(super) fn busy(why: &str) -> Failure {
    Failure::plain(Exception::BlockingIOError, why)
}

/// A text of the room, or of its operator, that is too long.
pub(super) fn too_long(error: TooLong) -> Failure {
    Failure::plain(Exception::ValueError, error.to_string())
}

fn in_range(name: &str, value: usize, most: usize) -> Result<(), Failure> {
    if (1..=most).contains(&value) {
        return Ok(());
    }
    let message = format!("a room's {name} is from 1 to {most} bytes, not {value}");
    Err(Failure::plain(Exception::ValueError, message))
}

//! Datagram sockets, UDP and AF_UNIX.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use lab_shared::assistant::setup::{Membership, SocketOptions, Transport};
use lab_shared::call::{Address, Family, MsgFlags, SocketType};
use tokio::io::Interest;
use tokio::net::UdpSocket;
use tokio::sync::mpsc;

use super::address::{interface_address, interface_index};
use super::unix_path::BoundPath;
use super::{Outgoing, Reporter, What, stream};
use crate::assist_host::permission::{EndError, Guard, Permission};
use crate::chat_host::address_of;
use crate::socket::{
    Interface, InterfaceUse, Socket, UnixDatagram, loopback_index, multicast_hops,
    multicast_interface_v4, multicast_interface_v6, unix_address,
};

/// Most bytes of a datagram that is received: more than UDP can carry.
const DATAGRAM_BYTES: usize = 64 * 1024;

/// A datagram socket.
struct Datagrams<'a> {
    /// The socket itself, by a second descriptor: rules and options are about it.
    socket: Socket,
    /// The same for tokio, which waits for it.
    readiness: Readiness,
    permission: &'a Permission,
    guard: Guard,
    /// The address that it is connected to, as the setup writes it.
    connected: Option<Address>,
}

enum Readiness {
    Udp(UdpSocket),
    Unix(UnixDatagram),
}

impl Datagrams<'_> {
    async fn send(&mut self, to: &Address, bytes: &[u8]) -> Result<usize, EndError> {
        match &self.readiness {
            // A connected socket has no other peer.
            Readiness::Udp(udp) if self.connected.is_some() => Ok(udp.send(bytes).await?),
            Readiness::Udp(udp) => {
                let to = self.permission.resolve_one(to).await?;
                self.guard.may_send(&self.socket, to)?;
                Ok(udp.send_to(bytes, to).await?)
            }
            Readiness::Unix(unix) => {
                let Address::Unix { path } = to else {
                    return Err(io::Error::from(ErrorKind::InvalidInput).into());
                };
                let to = self.permission.unix_name(path, false)?;
                // tokio sends to paths only, and not to names of the abstract namespace.
                let send = || self.socket.send_to(bytes, &to, MsgFlags::NONE);
                Ok(unix.async_io(Interest::WRITABLE, send).await?)
            }
        }
    }

    async fn receive(&self, buffer: &mut [u8]) -> Result<(usize, Address), EndError> {
        match (&self.readiness, &self.connected) {
            (Readiness::Udp(udp), Some(peer)) => Ok((udp.recv(buffer).await?, peer.clone())),
            (Readiness::Udp(udp), None) => {
                let (length, from) = udp.recv_from(buffer).await?;
                Ok((length, address_of(from)))
            }
            (Readiness::Unix(unix), _) => {
                let (length, from) = unix.recv_from(buffer).await?;
                Ok((length, unix_address(&from)))
            }
        }
    }
}

/// Opens a UDP socket and serves it.
pub(super) async fn serve_udp(
    transport: &Transport,
    options: &SocketOptions,
    permission: &Permission,
    outgoing: mpsc::Receiver<Outgoing>,
    reporter: &Reporter,
) -> Result<(), EndError> {
    let (datagrams, local) = open_udp(transport, options, permission).await?;
    reporter.report(What::Bound(address_of(local), datagrams.guard.is_kept_to_loopback())).await;
    serve(datagrams, outgoing, reporter).await
}

/// A UDP socket as its setup describes, with its address.
async fn open_udp<'a>(
    transport: &Transport,
    options: &SocketOptions,
    permission: &'a Permission,
) -> Result<(Datagrams<'a>, SocketAddr), EndError> {
    let Transport::Udp {
        bind,
        send_to,
        connected,
        broadcast,
        join,
        multicast_interface,
        multicast_ttl,
        multicast_loopback,
    } = transport
    else {
        unreachable!("the caller has a UDP end");
    };
    let remote = match send_to {
        Some(to) => Some(permission.resolve_one(&to.0).await?),
        None => None,
    };
    let local = match (bind, remote) {
        (Some(bind), _) => permission.resolve_one(&bind.0).await?,
        (None, Some(SocketAddr::V6(_))) => SocketAddr::from(([0_u16; 8], 0)),
        (None, _) => SocketAddr::from(([0, 0, 0, 0], 0)),
    };
    let socket = stream::open(local, SocketType::Dgram, options)?;
    let mut guard = permission.guard();
    guard.bind(&socket, local)?;
    let udp = UdpSocket::from_std(socket.try_clone()?.into_std())?;
    udp.set_broadcast(*broadcast)?;
    if let Some(ttl) = multicast_ttl {
        match local {
            SocketAddr::V4(_) => udp.set_multicast_ttl_v4((*ttl).into())?,
            SocketAddr::V6(_) => multicast_hops(&udp, *ttl)?,
        }
    }
    if let Some(on) = multicast_loopback {
        match local {
            SocketAddr::V4(_) => udp.set_multicast_loop_v4(*on)?,
            SocketAddr::V6(_) => udp.set_multicast_loop_v6(*on)?,
        }
    }
    for membership in join {
        join_group(&udp, &socket, &mut guard, membership)?;
    }
    if let Some(interface) = multicast_interface {
        send_by(&udp, &socket, &mut guard, local.is_ipv6(), interface)?;
    }
    let connected = send_to.as_ref().filter(|_| *connected).map(|to| to.0.clone());
    if let (Some(_), Some(remote)) = (&connected, remote) {
        guard.may_send(&socket, remote)?;
        udp.connect(remote).await?;
    }
    let local = udp.local_addr()?;
    let readiness = Readiness::Udp(udp);
    Ok((Datagrams { socket, readiness, permission, guard, connected }, local))
}

/// Lets multicasts leave through an interface.
fn send_by(
    udp: &UdpSocket,
    socket: &Socket,
    guard: &mut Guard,
    is_ipv6: bool,
    interface: &str,
) -> Result<(), EndError> {
    if is_ipv6 {
        let index = interface_index(interface)?;
        guard.may_use(socket, InterfaceUse::SendBy(Interface::at(index)))?;
        Ok(multicast_interface_v6(udp, index)?)
    } else {
        let address = interface_address(interface)?;
        guard.may_use(socket, InterfaceUse::SendBy(Interface::with_address(address)))?;
        Ok(multicast_interface_v4(udp, address)?)
    }
}

/// A UDP socket that answers whoever sends to it: the listening side of a proxy.
pub(in crate::assist_host) struct SharedUdp {
    /// The socket itself, by a second descriptor: rules are about it.
    socket: Socket,
    udp: Arc<UdpSocket>,
    guard: Guard,
}

impl SharedUdp {
    /// # Errors
    /// The kernel's or the rules' refusal.
    pub(crate) async fn bind(address: &Address, permission: &Permission) -> Result<Self, EndError> {
        let address = permission.resolve_one(address).await?;
        let socket = stream::open(address, SocketType::Dgram, &SocketOptions::default())?;
        let mut guard = permission.guard();
        guard.bind(&socket, address)?;
        let udp = Arc::new(UdpSocket::from_std(socket.try_clone()?.into_std())?);
        Ok(Self { socket, udp, guard })
    }

    pub(crate) fn udp(&self) -> &Arc<UdpSocket> {
        &self.udp
    }

    /// Whether only loopback reaches it.
    pub(crate) fn is_kept_to_loopback(&self) -> bool {
        self.guard.is_kept_to_loopback()
    }

    /// # Errors
    /// The rules' refusal.
    pub(crate) fn may_answer(&mut self, from: SocketAddr) -> Result<(), EndError> {
        self.guard.may_send(&self.socket, from)
    }
}

/// A UDP socket that only hears this peer.
///
/// # Errors
/// The kernel's or the rules' refusal.
pub(crate) async fn connect_udp(
    to: &Address,
    permission: &Permission,
) -> Result<UdpSocket, EndError> {
    let to = permission.resolve_one(to).await?;
    let local: SocketAddr = match to {
        SocketAddr::V4(_) => ([0, 0, 0, 0], 0).into(),
        SocketAddr::V6(_) => ([0_u16; 8], 0).into(),
    };
    let socket = stream::open(local, SocketType::Dgram, &SocketOptions::default())?;
    let mut guard = permission.guard();
    guard.bind(&socket, local)?;
    guard.may_send(&socket, to)?;
    let udp = UdpSocket::from_std(socket.into_std())?;
    udp.connect(to).await?;
    Ok(udp)
}

/// Joins a group; multicasts leave through the same interface.
fn join_group(
    udp: &UdpSocket,
    socket: &Socket,
    guard: &mut Guard,
    membership: &Membership,
) -> Result<(), EndError> {
    let named = membership.interface.as_deref();
    match membership.group {
        IpAddr::V4(group) => {
            if let Some(named) = named {
                send_by(udp, socket, guard, false, named)?;
            }
            let interface = named.map(interface_address).transpose()?;
            let interface = interface.unwrap_or(Ipv4Addr::UNSPECIFIED);
            let at = Interface::with_address(interface);
            let loopback = guard.may_use(socket, InterfaceUse::Join(group.into(), at))?;
            let interface = if loopback { Ipv4Addr::LOCALHOST } else { interface };
            udp.join_multicast_v4(group, interface)?;
        }
        IpAddr::V6(group) => {
            if let Some(named) = named {
                send_by(udp, socket, guard, true, named)?;
            }
            let index = named.map(interface_index).transpose()?.unwrap_or(0);
            let at = Interface::at(index);
            let loopback = guard.may_use(socket, InterfaceUse::Join(group.into(), at))?;
            let index = if loopback { loopback_index()? } else { index };
            udp.join_multicast_v6(&group, index)?;
        }
    }
    Ok(())
}

/// Opens an AF_UNIX datagram socket and serves it.
pub(super) async fn serve_unix(
    bind: Option<&str>,
    options: &SocketOptions,
    permission: &Permission,
    outgoing: mpsc::Receiver<Outgoing>,
    reporter: &Reporter,
) -> Result<(), EndError> {
    let name = bind.map(|path| permission.unix_name(path, true)).transpose()?;
    let socket = stream::open_of(Family::Unix, SocketType::Dgram, options)?;
    if let Some(name) = &name {
        socket.bind(name)?;
    }
    let address = name.map_or(Address::unix(""), |name| name.address());
    let _path = BoundPath::of(&address);
    let readiness = Readiness::Unix(UnixDatagram::from_std(socket.try_clone()?.into_std())?);
    let guard = permission.guard();
    reporter.report(What::Bound(address, false)).await;
    serve(Datagrams { socket, readiness, permission, guard, connected: None }, outgoing, reporter)
        .await
}

/// Sends what the host hands out, and reports what is received.
async fn serve(
    mut datagrams: Datagrams<'_>,
    mut outgoing: mpsc::Receiver<Outgoing>,
    reporter: &Reporter,
) -> Result<(), EndError> {
    let mut buffer = vec![0; DATAGRAM_BYTES];
    loop {
        tokio::select! {
            next = outgoing.recv() => {
                let Some(Outgoing { peer, to, bytes }) = next else { return Ok(()) };
                reporter.report(match datagrams.send(&to, &bytes).await {
                    Ok(_) => What::Sent(peer, Instant::now()),
                    Err(error) => What::Lost(peer, error),
                }).await;
            }
            received = datagrams.receive(&mut buffer) => match received {
                Ok((length, from)) => {
                    let bytes = Bytes::copy_from_slice(&buffer[..length]);
                    reporter.report(What::Datagram(from, bytes)).await;
                }
                // Nobody is at the address of an earlier datagram (ICMP); the socket lives on.
                Err(error) if error.is_connection_refused() => {
                    tracing::warn!("a datagram reached no socket: connection refused");
                }
                Err(error) => return Err(error),
            },
        }
    }
}

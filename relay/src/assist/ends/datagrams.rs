//! Datagram sockets, UDP and AF_UNIX.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::os::unix::net::UnixDatagram as StdUnixDatagram;

use bytes::Bytes;
use lab_shared::assistant::setup::{Membership, Transport};
use lab_shared::call::Address;
use tokio::io::Interest;
use tokio::net::{UdpSocket, UnixDatagram};
use tokio::sync::mpsc;

use super::address::{interface_address, interface_index, resolve_one, unix_address, unix_name};
use super::unix_path::BoundPath;
use super::{Outgoing, Reporter, What};
use crate::chat_host::address_of;
use crate::socket::{multicast_hops, multicast_interface_v4, multicast_interface_v6};

/// Most bytes of a datagram that is received: more than UDP can carry.
const DATAGRAM_BYTES: usize = 64 * 1024;

/// A datagram socket.
enum Socket {
    Udp {
        socket: UdpSocket,
        /// The address that it is connected to, as the setup writes it.
        connected: Option<Address>,
    },
    Unix {
        receiver: UnixDatagram,
        /// The same socket: tokio sends to paths only, and not to names of the abstract namespace.
        sender: StdUnixDatagram,
    },
}

impl Socket {
    async fn send(&self, to: Address, bytes: &[u8]) -> io::Result<usize> {
        match self {
            // A connected socket has no other peer.
            Self::Udp { socket, connected: Some(_) } => socket.send(bytes).await,
            Self::Udp { socket, connected: None } => {
                socket.send_to(bytes, resolve_one(&to).await?).await
            }
            Self::Unix { receiver, sender } => {
                let Address::Unix { path } = &to else {
                    return Err(ErrorKind::InvalidInput.into());
                };
                let to = unix_name(path)?;
                receiver.async_io(Interest::WRITABLE, || sender.send_to_addr(bytes, &to)).await
            }
        }
    }

    async fn receive(&self, buffer: &mut [u8]) -> io::Result<(usize, Address)> {
        match self {
            Self::Udp { socket, connected: Some(peer) } => {
                Ok((socket.recv(buffer).await?, peer.clone()))
            }
            Self::Udp { socket, connected: None } => {
                let (length, from) = socket.recv_from(buffer).await?;
                Ok((length, address_of(from)))
            }
            Self::Unix { receiver, .. } => {
                let (length, from) = receiver.recv_from(buffer).await?;
                Ok((length, unix_address(&from.into())))
            }
        }
    }
}

/// Opens a UDP socket and serves it.
pub(super) async fn serve_udp(
    transport: &Transport,
    outgoing: mpsc::Receiver<Outgoing>,
    reporter: &Reporter,
) -> io::Result<()> {
    let (socket, connected) = open_udp(transport).await?;
    reporter.report(What::Bound(address_of(socket.local_addr()?))).await;
    serve(&Socket::Udp { socket, connected }, outgoing, reporter).await
}

/// A UDP socket as its setup describes, with the address that it is connected to.
async fn open_udp(transport: &Transport) -> io::Result<(UdpSocket, Option<Address>)> {
    let Transport::Udp {
        bind,
        send_to,
        connected,
        broadcast,
        join,
        multicast_ttl,
        multicast_loopback,
    } = transport
    else {
        unreachable!("the caller has a UDP end");
    };
    let remote = match send_to {
        Some(to) => Some(resolve_one(&to.0).await?),
        None => None,
    };
    let local = match (bind, remote) {
        (Some(bind), _) => resolve_one(&bind.0).await?,
        (None, Some(SocketAddr::V6(_))) => SocketAddr::from(([0_u16; 8], 0)),
        (None, _) => SocketAddr::from(([0, 0, 0, 0], 0)),
    };
    let udp = UdpSocket::bind(local).await?;
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
        join_group(&udp, membership)?;
    }
    let connected = send_to.as_ref().filter(|_| *connected).map(|to| to.0.clone());
    if let (Some(_), Some(remote)) = (&connected, remote) {
        udp.connect(remote).await?;
    }
    Ok((udp, connected))
}

/// Joins a group; multicasts leave through the same interface.
fn join_group(udp: &UdpSocket, membership: &Membership) -> io::Result<()> {
    let interface = membership.interface.as_deref();
    match membership.group {
        IpAddr::V4(group) => {
            let interface = interface.map(interface_address).transpose()?;
            if let Some(interface) = interface {
                multicast_interface_v4(udp, interface)?;
            }
            udp.join_multicast_v4(group, interface.unwrap_or(Ipv4Addr::UNSPECIFIED))
        }
        IpAddr::V6(group) => {
            let index = interface.map(interface_index).transpose()?;
            if let Some(index) = index {
                multicast_interface_v6(udp, index)?;
            }
            udp.join_multicast_v6(&group, index.unwrap_or(0))
        }
    }
}

/// Opens an AF_UNIX datagram socket and serves it.
pub(super) async fn serve_unix(
    bind: Option<&str>,
    outgoing: mpsc::Receiver<Outgoing>,
    reporter: &Reporter,
) -> io::Result<()> {
    let name = bind.map(unix_name).transpose()?;
    let sender = match &name {
        Some(name) => StdUnixDatagram::bind_addr(name)?,
        None => StdUnixDatagram::unbound()?,
    };
    let _path = name.as_ref().map(BoundPath::of);
    sender.set_nonblocking(true)?;
    let receiver = UnixDatagram::from_std(sender.try_clone()?)?;
    reporter.report(What::Bound(name.as_ref().map_or(Address::unix(""), unix_address))).await;
    serve(&Socket::Unix { receiver, sender }, outgoing, reporter).await
}

/// Sends what the host hands out, and reports what is received.
async fn serve(
    socket: &Socket,
    mut outgoing: mpsc::Receiver<Outgoing>,
    reporter: &Reporter,
) -> io::Result<()> {
    let mut buffer = vec![0; DATAGRAM_BYTES];
    loop {
        tokio::select! {
            next = outgoing.recv() => {
                let Some(Outgoing { peer, to, bytes }) = next else { return Ok(()) };
                reporter.report(match socket.send(to, &bytes).await {
                    Ok(_) => What::Sent(peer),
                    Err(error) => What::Lost(peer, error),
                }).await;
            }
            received = socket.receive(&mut buffer) => match received {
                Ok((length, from)) => {
                    let bytes = Bytes::copy_from_slice(&buffer[..length]);
                    reporter.report(What::Datagram(from, bytes)).await;
                }
                // Nobody is at the address of an earlier datagram (ICMP); the socket lives on.
                Err(error) if error.kind() == ErrorKind::ConnectionRefused => {
                    tracing::warn!("a datagram reached no socket: connection refused");
                }
                Err(error) => return Err(error),
            },
        }
    }
}

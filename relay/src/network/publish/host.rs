//! Reaches the ports of a host of a network, from within the host.

use std::io;
use std::sync::Arc;

use lab_shared::call::{Family, SocketType};
use lab_shared::network::HostName;
use tokio::net::{TcpSocket, TcpStream, UdpSocket};

use super::Dial;
use crate::network::Directory;
use crate::socket::Socket;

/// A host by its name, whichever process it is at the time.
#[derive(Debug)]
pub(crate) struct PublishedHost {
    /// The hosts of its network.
    pub(crate) directory: Arc<Directory>,
    /// Its name.
    pub(crate) name: HostName,
}

impl PublishedHost {
    /// A socket on the host, and the address of the host in its family.
    async fn socket(
        &self,
        family: Family,
        kind: SocketType,
    ) -> io::Result<(Socket, std::net::IpAddr)> {
        let down = || io::Error::from(io::ErrorKind::NetworkDown);
        let ip = self.directory.address(self.name.as_str(), family).ok_or_else(down)?;
        let host = self.directory.host_at(ip).ok_or_else(down)?;
        // The host answers in microseconds, unless it is stopped.
        let made = tokio::task::spawn_blocking(move || host.socket(family, kind, 0)).await;
        Ok((made.map_err(io::Error::other)??, ip))
    }

    async fn stream_in(&self, family: Family, port: u16) -> io::Result<TcpStream> {
        let (socket, ip) = self.socket(family, SocketType::Stream).await?;
        TcpSocket::from_std_stream(socket.into_std()).connect((ip, port).into()).await
    }
}

impl Dial for PublishedHost {
    /// A server may have bound addresses of either family.
    async fn stream(&self, port: u16) -> io::Result<TcpStream> {
        match self.stream_in(Family::Inet, port).await {
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
                self.stream_in(Family::Inet6, port).await
            }
            connected => connected,
        }
    }

    async fn datagrams(&self, port: u16) -> io::Result<UdpSocket> {
        let (socket, ip) = self.socket(Family::Inet, SocketType::Dgram).await?;
        let socket = UdpSocket::from_std(socket.into_std())?;
        socket.connect((ip, port)).await?;
        Ok(socket)
    }
}

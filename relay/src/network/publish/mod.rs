//! Published ports: what reaches a port of the machine is forwarded to a port of a host.

mod datagrams;
mod host;
mod streams;

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use lab_shared::network::Protocol;
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::task::AbortHandle;

use crate::resources::limits::PUBLISHED_PEER_SILENCE;
pub(crate) use host::PublishedHost;

/// Reaches the ports of one host, from a socket within the host. A host that was started anew is the same.
pub(crate) trait Dial: Send + Sync + 'static {
    /// A connection to a port of the host.
    fn stream(&self, port: u16) -> impl Future<Output = io::Result<TcpStream>> + Send;

    /// A socket whose datagrams go to a port of the host.
    fn datagrams(&self, port: u16) -> impl Future<Output = io::Result<UdpSocket>> + Send;
}

/// A port of the machine that leads to a host. Dropping it closes the port and every connection through it.
#[derive(Debug)]
pub(crate) struct Publication {
    at: SocketAddr,
    task: AbortHandle,
}

impl Publication {
    /// Opens a port of the machine; port 0 takes a free one. The rules must have allowed it.
    ///
    /// # Errors
    /// The address cannot be had.
    pub(crate) async fn open(
        protocol: Protocol,
        at: SocketAddr,
        port: u16,
        host: Arc<impl Dial>,
    ) -> io::Result<Self> {
        let (at, task) = match protocol {
            Protocol::Tcp => {
                let listener = TcpListener::bind(at).await?;
                (listener.local_addr()?, tokio::spawn(streams::serve(listener, port, host)))
            }
            Protocol::Udp => {
                let socket = UdpSocket::bind(at).await?;
                (
                    socket.local_addr()?,
                    tokio::spawn(datagrams::serve(socket, port, host, PUBLISHED_PEER_SILENCE)),
                )
            }
        };
        Ok(Self { at, task: task.abort_handle() })
    }

    /// The machine's address and port.
    pub(crate) fn at(&self) -> SocketAddr {
        self.at
    }
}

impl Drop for Publication {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[cfg(test)]
mod tests;

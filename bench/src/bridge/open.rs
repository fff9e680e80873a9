//! Opens connections through a bridge, each bridge in its own way.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::Result;
use bytes::Bytes;
use lab_shared::wire::WEBSOCKET_PATH;
use tokio::net::TcpStream;

use super::page::{Page, Pump};
use super::peer::Peer;
use super::web::{self, Conduit, Dialect, Plain, Socket};
use super::wisp::Wisp;
use crate::process::Process;

/// A bridge in front of a target.
pub(crate) struct Bridge {
    pub(crate) peer: Peer,
    process: Option<Process>,
    target: u16,
}

/// The settings of a client.
#[derive(Debug, Clone)]
pub(crate) struct Setting {
    /// The bytes that are sent repeatedly.
    pub(crate) chunk: Bytes,
    pub(crate) pump: Pump,
    /// Bytes one read of the client's WebSocket takes at most.
    pub(crate) read_bytes: usize,
}

impl Bridge {
    /// Starts the peer in front of the target of this port.
    pub(crate) fn start(peer: Peer, target: u16) -> Result<Self> {
        Ok(Self { peer, process: peer.start(target)?, target })
    }

    /// The process that does the bridging; `None` where there is none.
    pub(crate) fn pid(&self) -> Option<u32> {
        self.process.as_ref().map(Process::pid)
    }

    /// Where a client connects.
    pub(crate) fn address(&self) -> SocketAddr {
        let target = (Ipv4Addr::LOCALHOST, self.target).into();
        self.process.as_ref().map_or(target, Process::address)
    }

    /// The port of the target.
    pub(crate) fn target(&self) -> u16 {
        self.target
    }

    /// Opens its WebSocket.
    pub(crate) async fn socket(&self, read_bytes: usize) -> Result<Socket> {
        let path = if self.peer == Peer::Relay { WEBSOCKET_PATH } else { "/" };
        web::open(self.address(), path, read_bytes).await
    }

    /// Opens `streams` streams to the target, in one connection where the bridge can.
    pub(crate) async fn open(&self, streams: usize, setting: &Setting) -> Result<Vec<Conduit>> {
        let (each, connections) = if self.peer.multiplexes() { (streams, 1) } else { (1, streams) };
        let mut conduits = Vec::with_capacity(connections);
        for _ in 0..connections {
            conduits.push(self.connect(each, setting).await?);
        }
        Ok(conduits)
    }

    async fn connect(&self, streams: usize, setting: &Setting) -> Result<Conduit> {
        let Setting { chunk, pump, read_bytes } = setting;
        if matches!(self.peer, Peer::Raw | Peer::Proxy | Peer::AssistProxy | Peer::Socat) {
            let stream = TcpStream::connect(self.address()).await?;
            stream.set_nodelay(true)?;
            return Ok(Conduit::Tcp { stream, chunk: chunk.clone() });
        }
        let mut socket = Box::new(self.socket(*read_bytes).await?);
        let dialect: Box<dyn Dialect> = match self.peer {
            Peer::Relay => {
                Box::new(Page::open(&mut socket, streams, self.target, chunk, *pump).await?)
            }
            Peer::Wisp => Box::new(Wisp::open(&mut socket, streams, self.target, chunk).await?),
            _ => Box::new(Plain::new(chunk.clone())),
        };
        Ok(Conduit::Web { socket, dialect, chunk_length: chunk.len() })
    }
}

//! The sockets of the assistant's ends: each end that is open is a task, and so is each connection.
//!
//! A task reports what happens in [`Event`]s over one bounded channel, so a host that is busy stops
//! reading. Each task has a number, by which the host knows events of a task it has left behind.

mod address;
mod connection;
mod datagrams;
mod listener;
mod stream;
mod unix_path;

use std::io;

use bytes::Bytes;
use lab_shared::assistant::proxy::ProxyEndpoint;
use lab_shared::assistant::session::{EndId, PeerId};
use lab_shared::assistant::setup::Transport;
use lab_shared::call::Address;
use tokio::sync::mpsc;

pub(super) use address::resolve_one;
pub(super) use connection::{Connection, Farewell};
pub(super) use stream::Stream;

/// Events that may wait for the host.
pub(super) const WAITING_EVENTS: usize = 64;

/// Most bytes of one receive.
const RECEIVE_BYTES: usize = 64 * 1024;

/// Datagrams that may wait to be sent. The session hands out one at a time for each of its peers, of
/// which a datagram end has at most 1024.
const WAITING_DATAGRAMS: usize = 1024;

/// What happened to a socket.
#[derive(Debug)]
pub(super) struct Event {
    pub(super) end: EndId,
    /// The task that reports it.
    pub(super) task: u64,
    pub(super) what: What,
}

/// What happened.
#[derive(Debug)]
pub(super) enum What {
    /// A client is connected.
    Connected(Stream),
    /// A listener or a datagram socket has its address.
    Bound(Address),
    Accepted(Stream, Address),
    Received(PeerId, Bytes),
    Datagram(Address, Bytes),
    Sent(PeerId),
    Ended(PeerId),
    Lost(PeerId, io::Error),
    /// The end could not be opened, or its listener or datagram socket failed.
    Failed(io::Error),
}

/// Where a task reports.
#[derive(Debug, Clone)]
pub(super) struct Reporter {
    pub(super) end: EndId,
    pub(super) task: u64,
    pub(super) events: mpsc::Sender<Event>,
}

impl Reporter {
    /// Waits for room. Without a host the event is dropped; the task is about to end then.
    pub(super) async fn report(&self, what: What) {
        let _ = self.events.send(Event { end: self.end, task: self.task, what }).await;
    }
}

/// A datagram to send.
#[derive(Debug)]
pub(super) struct Outgoing {
    pub(super) peer: PeerId,
    pub(super) to: Address,
    pub(super) bytes: Bytes,
}

/// The channel over which a datagram end is told what to send.
pub(super) fn datagram_queue() -> (mpsc::Sender<Outgoing>, mpsc::Receiver<Outgoing>) {
    mpsc::channel(WAITING_DATAGRAMS)
}

/// Opens an end's socket, and serves it if it is a listener or has datagrams.
pub(super) async fn serve(
    transport: Transport,
    outgoing: mpsc::Receiver<Outgoing>,
    reporter: Reporter,
) {
    let result = match &transport {
        Transport::TcpClient { connect, bind, .. } => {
            let stream = stream::connect_tcp(&connect.0, bind.as_ref().map(|bind| &bind.0)).await;
            connected(stream, &reporter).await
        }
        Transport::UnixClient { connect, .. } => {
            connected(stream::connect_unix(connect).await, &reporter).await
        }
        Transport::TcpServer { listen, .. } => listener::serve_tcp(&listen.0, &reporter).await,
        Transport::UnixServer { listen, .. } => listener::serve_unix(listen, &reporter).await,
        Transport::Udp { .. } => datagrams::serve_udp(&transport, outgoing, &reporter).await,
        Transport::UnixDatagram { bind, .. } => {
            datagrams::serve_unix(bind.as_deref(), outgoing, &reporter).await
        }
    };
    if let Err(error) = result {
        reporter.report(What::Failed(error)).await;
    }
}

/// Connects to a server as a proxy's setup writes it.
pub(super) async fn connect(to: &ProxyEndpoint) -> io::Result<Stream> {
    match to {
        ProxyEndpoint::Inet(endpoint) => stream::connect_tcp(&endpoint.0, None).await,
        ProxyEndpoint::Unix(path) => stream::connect_unix(path).await,
    }
}

async fn connected(stream: io::Result<Stream>, reporter: &Reporter) -> io::Result<()> {
    reporter.report(What::Connected(stream?)).await;
    Ok(())
}

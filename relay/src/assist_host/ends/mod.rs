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

use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use lab_shared::assistant::proxy::ProxyEndpoint;
use lab_shared::assistant::session::{EndId, PeerId};
use lab_shared::assistant::setup::{SocketOptions, Transport};
use lab_shared::call::Address;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

use super::permission::{EndError, Permission};

pub(super) use connection::{Connection, Farewell};
pub(super) use datagrams::{SharedUdp, connect_udp};
pub(crate) use stream::{Stream, passing};

/// Events that may wait for the host.
pub(crate) const WAITING_EVENTS: usize = 16;

/// Most bytes of one receive.
const RECEIVE_BYTES: usize = 64 * 1024;

/// Datagrams that may wait to be sent. The session hands out one at a time for each of its peers, of
/// which a datagram end has at most 1024.
const WAITING_DATAGRAMS: usize = 1024;

/// What happened to a socket.
#[derive(Debug)]
pub(crate) struct Event {
    pub(crate) end: EndId,
    /// The task that reports it.
    pub(super) task: u64,
    pub(crate) what: What,
}

/// What happened.
#[derive(Debug)]
pub(crate) enum What {
    /// A client is connected.
    Connected(Stream),
    /// A listener or a datagram socket has its address; whether it is kept to loopback.
    Bound(Address, bool),
    Accepted(Stream, Address, Place),
    Received(PeerId, Bytes),
    Datagram(Address, Bytes),
    /// All of a message was written, and when.
    Sent(PeerId, Instant),
    Ended(PeerId),
    Lost(PeerId, EndError),
    /// The end could not be opened, or its listener or datagram socket failed.
    Failed(EndError),
}

/// One of the connections that a host's listeners may have at once, until it is dropped.
pub(crate) type Place = OwnedSemaphorePermit;

/// Where a task reports.
#[derive(Debug, Clone)]
pub(crate) struct Reporter {
    pub(crate) end: EndId,
    pub(crate) task: u64,
    pub(crate) events: mpsc::Sender<Event>,
    pub(crate) places: Arc<Semaphore>,
}

impl Reporter {
    /// Waits for room. Without a host the event is dropped; the task is about to end then.
    pub(crate) async fn report(&self, what: What) {
        let _ = self.events.send(Event { end: self.end, task: self.task, what }).await;
    }

    /// Waits until one more connection may be accepted.
    async fn place(&self) -> Place {
        let place = Arc::clone(&self.places).acquire_owned().await;
        place.expect("the places are never closed")
    }
}

/// A datagram to send.
#[derive(Debug)]
pub(crate) struct Outgoing {
    pub(super) peer: PeerId,
    pub(super) to: Address,
    pub(super) bytes: Bytes,
}

/// The channel over which a datagram end is told what to send.
pub(crate) fn datagram_queue() -> (mpsc::Sender<Outgoing>, mpsc::Receiver<Outgoing>) {
    mpsc::channel(WAITING_DATAGRAMS)
}

/// Opens an end's socket, and serves it if it is a listener or has datagrams.
pub(crate) async fn serve(
    transport: Transport,
    options: SocketOptions,
    permission: Permission,
    outgoing: mpsc::Receiver<Outgoing>,
    reporter: Reporter,
) {
    let (permission, options) = (&permission, &options);
    let result = match &transport {
        Transport::TcpClient { connect, bind, .. } => {
            let bind = bind.as_ref().map(|bind| &bind.0);
            connected(stream::connect_tcp(&connect.0, bind, options, permission).await, &reporter)
                .await
        }
        Transport::UnixClient { connect, .. } => {
            connected(stream::connect_unix(connect, options, permission), &reporter).await
        }
        Transport::TcpServer { listen, .. } => {
            listener::serve_tcp(&listen.0, options, permission, &reporter).await
        }
        Transport::UnixServer { listen, .. } => {
            listener::serve_unix(listen, options, permission, &reporter).await
        }
        Transport::Udp { .. } => {
            datagrams::serve_udp(&transport, options, permission, outgoing, &reporter).await
        }
        Transport::UnixDatagram { bind, .. } => {
            datagrams::serve_unix(bind.as_deref(), options, permission, outgoing, &reporter).await
        }
    };
    if let Err(error) = result {
        reporter.report(What::Failed(error)).await;
    }
}

/// Connects to a server as a proxy's setup writes it.
///
/// # Errors
/// The kernel's or the rules' refusal.
pub(crate) async fn connect(
    to: &ProxyEndpoint,
    permission: &Permission,
) -> Result<Stream, EndError> {
    let options = &SocketOptions::default();
    match to {
        ProxyEndpoint::Inet(endpoint) => {
            stream::connect_tcp(&endpoint.0, None, options, permission).await
        }
        ProxyEndpoint::Unix(path) => stream::connect_unix(path, options, permission),
    }
}

async fn connected(stream: Result<Stream, EndError>, reporter: &Reporter) -> Result<(), EndError> {
    reporter.report(What::Connected(stream?)).await;
    Ok(())
}

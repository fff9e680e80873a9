//! A UDP proxy: one socket where clients send, and one of its own for each of them.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use lab_shared::assistant::proxy::{Command, Direction, Input, Link, Output, Side};
use lab_shared::call::Address;
use tokio::net::UdpSocket;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;
use tokio::time::sleep_until;

use super::host::{NewPeer, Reporter};
use crate::assist_host::ends::{self, What};
use crate::assist_host::{EndError, Permission};
use crate::chat_host::address_of;
use crate::socket::failure;

/// Most bytes of a datagram: more than UDP can carry.
const DATAGRAM_BYTES: usize = 64 * 1024;

/// Datagrams that may wait for a peer's task; further ones are discarded, as a full buffer of the
/// kernel would.
const WAITING_DATAGRAMS: usize = 64;

/// Receives datagrams for all peers, until the host ends.
pub(super) async fn listen(
    address: Address,
    proxy: usize,
    most_peers: usize,
    peers: mpsc::Sender<NewPeer>,
    reporter: ends::Reporter,
) {
    let served = serve(&address, proxy, most_peers, &peers, &reporter).await;
    if let Err(error) = served {
        reporter.report(What::Failed(error)).await;
    }
}

async fn serve(
    address: &Address,
    proxy: usize,
    most_peers: usize,
    peers: &mpsc::Sender<NewPeer>,
    reporter: &ends::Reporter,
) -> Result<(), EndError> {
    let socket =
        Arc::new(UdpSocket::bind(Permission::Everything.resolve_one(address).await?).await?);
    reporter.report(What::Bound(address_of(socket.local_addr()?), false)).await;
    let mut table: HashMap<SocketAddr, mpsc::Sender<Bytes>> = HashMap::new();
    let mut buffer = vec![0; DATAGRAM_BYTES];
    loop {
        let (length, from) = match socket.recv_from(&mut buffer).await {
            Ok(received) => received,
            // An answer that reached nobody; the socket goes on.
            Err(error) if is_refusal(&error) => continue,
            Err(error) => return Err(error.into()),
        };
        let datagram = Bytes::copy_from_slice(&buffer[..length]);
        let datagram = match table.get(&from).map(|peer| peer.try_send(datagram.clone())) {
            Some(Ok(()) | Err(TrySendError::Full(_))) => continue,
            Some(Err(TrySendError::Closed(datagram))) => datagram,
            None => datagram,
        };
        table.retain(|_, peer| !peer.is_closed());
        if table.len() >= most_peers {
            tracing::warn!(%from, "a datagram is discarded: the proxy has as many peers as it may");
            continue;
        }
        let (sender, datagrams) = mpsc::channel(WAITING_DATAGRAMS);
        sender.try_send(datagram).expect("a new queue has room");
        table.insert(from, sender);
        let peer = NewPeer { proxy, from, socket: Arc::clone(&socket), datagrams };
        if peers.send(peer).await.is_err() {
            return Ok(());
        }
    }
}

/// One peer.
pub(super) struct DatagramLink {
    pub(super) link: Link,
    /// The socket that all peers share.
    pub(super) socket: Arc<UdpSocket>,
    pub(super) client: SocketAddr,
    /// What the client sends.
    pub(super) datagrams: mpsc::Receiver<Bytes>,
    pub(super) commands: mpsc::Receiver<Command>,
    pub(super) reporter: Reporter,
    /// The begin of the link's time.
    pub(super) begun: Instant,
}

impl DatagramLink {
    /// Serves the peer until it is silent for too long.
    pub(super) async fn run(mut self, server: Address) {
        match connect(&server).await {
            Ok(upstream) => self.serve(&upstream).await,
            Err(error) => self.reporter.unreachable(error.reason()).await,
        }
        self.reporter.over().await;
    }

    async fn serve(&mut self, upstream: &UdpSocket) {
        let mut buffer = vec![0; DATAGRAM_BYTES];
        loop {
            let due = self.link.poll_timeout().map(|due| (self.begun + due).into());
            let now = tokio::time::Instant::now();
            tokio::select! {
                // Commands come first: a new peer may begin held.
                biased;
                command = self.commands.recv() => {
                    // Without a host the program ends.
                    self.handle(Input::Command(command.unwrap_or(Command::Close)));
                }
                () = sleep_until(due.unwrap_or(now)), if due.is_some() => {
                    self.handle(Input::Timeout);
                }
                datagram = self.datagrams.recv() => match datagram {
                    Some(datagram) => self.handle(Input::Received(Direction::ToServer, datagram)),
                    None => return,
                },
                received = upstream.recv(&mut buffer) => match received {
                    Ok(length) => {
                        let datagram = Bytes::copy_from_slice(&buffer[..length]);
                        self.handle(Input::Received(Direction::ToClient, datagram));
                    }
                    // As without a proxy: what was sent reached nobody, and the client goes on.
                    Err(error) if is_refusal(&error) => {}
                    Err(error) => {
                        self.handle(Input::Lost(Side::Server, failure(&error).to_string()));
                    }
                },
            }
            while let Some(output) = self.link.poll_output() {
                match output {
                    Output::Send(direction, bytes) => {
                        let sent = match direction {
                            Direction::ToServer => upstream.send(&bytes).await,
                            Direction::ToClient => self.socket.send_to(&bytes, self.client).await,
                        };
                        if let Err(error) = sent.or_else(|error| match is_refusal(&error) {
                            true => Ok(0),
                            false => Err(error),
                        }) {
                            let side = direction.destination();
                            self.handle(Input::Lost(side, failure(&error).to_string()));
                        }
                        self.handle(Input::Sent(direction));
                    }
                    Output::Report(report) => self.reporter.report(report).await,
                    Output::Close | Output::Reset => return,
                    Output::Finish(_) | Output::PauseReading(_) | Output::ResumeReading(_) => {}
                }
            }
        }
    }

    fn handle(&mut self, input: Input) {
        self.link.handle(self.begun.elapsed(), input);
    }
}

/// A socket that only hears the server.
async fn connect(server: &Address) -> Result<UdpSocket, EndError> {
    let server = Permission::Everything.resolve_one(server).await?;
    let local: SocketAddr = match server {
        SocketAddr::V4(_) => ([0, 0, 0, 0], 0).into(),
        SocketAddr::V6(_) => ([0_u16; 8], 0).into(),
    };
    let socket = UdpSocket::bind(local).await?;
    socket.connect(server).await?;
    Ok(socket)
}

/// An ICMP error of a datagram that was sent before.
fn is_refusal(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::ConnectionRefused
}

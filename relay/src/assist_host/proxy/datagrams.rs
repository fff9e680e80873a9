//! A UDP proxy: one socket where clients send, and one of its own for each of them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use lab_shared::assistant::proxy::{Command, Direction, Input, Link, Output, Side};
use lab_shared::call::Address;
use tokio::net::UdpSocket;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;
use tokio::time::sleep_until;

use super::host::{NewPeer, Terms};
use super::meter::Meter;
use super::report::Reporter;
use crate::assist_host::ends::{self, SharedUdp, What, connect_udp};
use crate::assist_host::{EndError, Permission};
use crate::chat_host::address_of;
use crate::socket::failure;

/// Most bytes of a datagram: more than UDP can carry.
const DATAGRAM_BYTES: usize = 64 * 1024;

/// Datagrams that may wait for a peer's task; further ones are discarded, as a full buffer of the
/// kernel would.
const WAITING_DATAGRAMS: usize = 64;

thread_local! {
    /// What a datagram is read into: one for all links of a thread, however many they are.
    static BUFFER: RefCell<Box<[u8]>> = RefCell::new(vec![0; DATAGRAM_BYTES].into());
}

/// Receives datagrams for all peers, until the host ends.
pub(super) async fn listen(
    address: Address,
    permission: Permission,
    most_peers: usize,
    peers: mpsc::Sender<NewPeer>,
    reporter: ends::Reporter,
) {
    let served = serve(&address, &permission, most_peers, &peers, &reporter).await;
    if let Err(error) = served {
        reporter.report(What::Failed(error)).await;
    }
}

async fn serve(
    address: &Address,
    permission: &Permission,
    most_peers: usize,
    peers: &mpsc::Sender<NewPeer>,
    reporter: &ends::Reporter,
) -> Result<(), EndError> {
    let mut shared = SharedUdp::bind(address, permission).await?;
    let socket = Arc::clone(shared.udp());
    let bound = What::Bound(address_of(socket.local_addr()?), shared.is_kept_to_loopback());
    reporter.report(bound).await;
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
        if let Err(refused) = shared.may_answer(from) {
            let reason = refused.reason().en;
            tracing::warn!(%from, reason, "a datagram is discarded: it may not be answered");
            continue;
        }
        let Ok(place) = Arc::clone(&reporter.places).try_acquire_owned() else {
            tracing::warn!(%from, "a datagram is discarded: there are as many connections as may");
            continue;
        };
        let (sender, datagrams) = mpsc::channel(WAITING_DATAGRAMS);
        sender.try_send(datagram).expect("a new queue has room");
        table.insert(from, sender);
        let listener = reporter.task;
        let peer = NewPeer { listener, from, socket: Arc::clone(&socket), datagrams, place };
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
    pub(super) meter: Arc<Meter>,
    pub(super) terms: Terms,
}

impl DatagramLink {
    /// Serves the peer until it is silent for too long.
    pub(super) async fn run(mut self, server: Address) {
        match connect_udp(&server, &self.terms.permission).await {
            Ok(upstream) => self.serve(&upstream).await,
            Err(error) => self.reporter.unreachable(error.reason()).await,
        }
        self.reporter.over().await;
    }

    async fn serve(&mut self, upstream: &UdpSocket) {
        loop {
            self.link.limit_bytes(self.terms.lane_bytes.load(Ordering::Relaxed));
            let due = self.link.poll_timeout().map(|due| (self.terms.begun + due).into());
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
                    Some(datagram) => self.received(Direction::ToServer, datagram),
                    None => return,
                },
                ready = upstream.readable() => match ready.and_then(|()| receive(upstream)) {
                    Ok(datagram) => self.received(Direction::ToClient, datagram),
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
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
                    Output::Report(report) => {
                        self.reporter.report(self.terms.begun.elapsed(), report).await;
                    }
                    Output::Close | Output::Reset => return,
                    Output::Finish(_) | Output::PauseReading(_) | Output::ResumeReading(_) => {}
                }
            }
            self.meter.set(&self.link, [0; 2]);
        }
    }

    fn received(&mut self, direction: Direction, datagram: Bytes) {
        let Terms { observation, .. } = &self.terms;
        self.link.observe(observation.allows());
        observation.shown(datagram.len());
        self.handle(Input::Received(direction, datagram));
    }

    fn handle(&mut self, input: Input) {
        self.link.handle(self.terms.begun.elapsed(), input);
    }
}

/// One datagram.
fn receive(socket: &UdpSocket) -> io::Result<Bytes> {
    BUFFER.with_borrow_mut(|buffer| {
        let length = socket.try_recv(buffer)?;
        Ok(Bytes::copy_from_slice(&buffer[..length]))
    })
}

/// An ICMP error of a datagram that was sent before.
fn is_refusal(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::ConnectionRefused
}

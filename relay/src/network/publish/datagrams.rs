//! UDP through a published port: each peer has a socket on the host, until it is silent for a while.

use std::collections::HashMap;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::net::UdpSocket;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, sleep_until};

use super::Dial;
use crate::resources::limits::MAX_PUBLISHED_PEERS;

/// Most bytes of a datagram: more than UDP can carry.
const DATAGRAM_BYTES: usize = 64 * 1024;

/// One peer.
#[derive(Debug)]
struct Peer {
    /// Its socket on the host.
    socket: Arc<UdpSocket>,
    /// When it sent last.
    heard: Arc<Mutex<Instant>>,
    answering: AbortHandle,
}

/// Forwards datagrams until it is aborted. A peer is forgotten after this `silence`, and those of further peers than there may be are discarded.
pub(super) async fn serve(socket: UdpSocket, port: u16, host: Arc<impl Dial>, silence: Duration) {
    let shared = Arc::new(socket);
    let mut peers: HashMap<SocketAddr, Peer> = HashMap::new();
    let mut answering = JoinSet::new();
    let mut buffer = vec![0; DATAGRAM_BYTES];
    loop {
        let (length, from) = tokio::select! {
            Some(_) = answering.join_next() => {
                peers.retain(|_, peer| !peer.answering.is_finished());
                continue;
            }
            received = shared.recv_from(&mut buffer) => match received {
                Ok(received) => received,
                Err(error) if is_refusal(&error) => continue,
                Err(error) => return tracing::warn!(%error, "a published port fails"),
            }
        };
        if !peers.contains_key(&from) {
            if peers.len() >= MAX_PUBLISHED_PEERS {
                continue;
            }
            // The host may be gone; then the datagram is lost, as any may be.
            let Ok(socket) = host.datagrams(port).await else { continue };
            let (socket, heard) = (Arc::new(socket), Arc::new(Mutex::new(Instant::now())));
            let answer =
                answer(Arc::clone(&socket), Arc::clone(&shared), from, Arc::clone(&heard), silence);
            let answering = answering.spawn(answer);
            peers.insert(from, Peer { socket, heard, answering });
        }
        let peer = &peers[&from];
        *peer.heard.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        // Whether the host takes it is not told to a UDP peer.
        let _ = peer.socket.send(&buffer[..length]).await;
    }
}

/// Sends a peer what its socket on the host receives, until neither side has sent for a while.
async fn answer(
    socket: Arc<UdpSocket>,
    shared: Arc<UdpSocket>,
    peer: SocketAddr,
    heard: Arc<Mutex<Instant>>,
    silence: Duration,
) {
    let mut buffer = vec![0; DATAGRAM_BYTES];
    let mut answered = Instant::now();
    loop {
        let last = answered.max(*heard.lock().unwrap_or_else(PoisonError::into_inner));
        tokio::select! {
            received = socket.recv(&mut buffer) => match received {
                Ok(length) => {
                    answered = Instant::now();
                    let _ = shared.send_to(&buffer[..length], peer).await;
                }
                // Nobody has bound the port; somebody may.
                Err(error) if is_refusal(&error) => {}
                Err(_) => return,
            },
            () = sleep_until(last + silence) => {
                if last == answered.max(*heard.lock().unwrap_or_else(PoisonError::into_inner)) {
                    return;
                }
            }
        }
    }
}

/// An ICMP message about an earlier datagram, which socket(7) reports at the next call.
fn is_refusal(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConnectionRefused | ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable
    )
}

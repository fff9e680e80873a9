//! The room's listening socket: connections are accepted when the room wants one, and not otherwise.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::time::Duration;

use mio::net::{TcpListener, TcpStream};
use mio::{Interest, Registry, Token};

use crate::socket::listener;

/// How long accept waits after the process has run out of descriptors or memory.
const BACK_OFF: Duration = Duration::from_millis(100);

/// The listening socket. Times are since the room opened.
#[derive(Debug)]
pub(super) struct Acceptor {
    listener: TcpListener,
    /// Whether the room wants a connection.
    wanted: bool,
    /// Whether a connection may wait: the poller reports changes only.
    ready: bool,
    /// When accept is tried again after it has failed.
    retry: Option<Duration>,
}

impl Acceptor {
    pub(super) fn open(
        address: SocketAddr,
        loopback_only: bool,
        registry: &Registry,
        token: Token,
    ) -> io::Result<Self> {
        let mut listener = TcpListener::from_std(listener(address, loopback_only)?);
        registry.register(&mut listener, token, Interest::READABLE)?;
        Ok(Self { listener, wanted: false, ready: true, retry: None })
    }

    pub(super) fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// The poller reports a waiting connection.
    pub(super) fn note(&mut self) {
        self.ready = true;
    }

    /// The room wants a connection.
    pub(super) fn want(&mut self) {
        self.wanted = true;
    }

    /// When there is something to do without the poller: `None` for never.
    pub(super) fn due(&self) -> Option<Duration> {
        (self.wanted && self.ready).then(|| self.retry.unwrap_or_default())
    }

    /// One accept, if the room wants one and it is not too soon.
    pub(super) fn accept(&mut self, now: Duration) -> Option<(TcpStream, SocketAddr)> {
        while self.due().is_some_and(|due| due <= now) {
            match self.listener.accept() {
                Ok(accepted) => {
                    if self.retry.take().is_some() {
                        tracing::info!("the chat room accepts connections again");
                    }
                    return Some(accepted);
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => self.ready = false,
                // The connection ended before accept(2) took it; the man page says to try again.
                Err(error) if gave_up(&error) => {}
                Err(error) => {
                    if self.retry.replace(now + BACK_OFF).is_none() {
                        tracing::warn!(%error, "the chat room cannot accept; it keeps trying");
                    }
                }
            }
        }
        None
    }

    /// A connection has become a client.
    pub(super) fn satisfied(&mut self) {
        self.wanted = false;
    }
}

fn gave_up(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::ConnectionAborted | ErrorKind::Interrupted)
}

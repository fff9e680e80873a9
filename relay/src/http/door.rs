//! The relay's listening socket, with a cap on how many may be inside and for how long in vain.
//!
//! Without a cap, connections that never say anything would use up the process's descriptors, and
//! the lab's own sockets would fail for it. Beyond the cap they wait in the kernel's accept queue.
//! Without an end to their stay, a few who send a request drop by drop would keep all others out.
//! So whoever is answered nothing for a while must go; a page's session has its heartbeats.

use std::future::Future as _;
use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Sleep, sleep};

use crate::limits::{CONNECTIONS_PER_PAGE, Limits, Times};

/// How long accept waits after the process has run out of descriptors or memory.
const BACK_OFF: Duration = Duration::from_millis(100);

/// A listening socket that lets in so many at once.
#[derive(Debug)]
pub(super) struct Door {
    listener: TcpListener,
    places: Arc<Semaphore>,
    patience: Duration,
}

impl Door {
    /// A door for as many connections as the pages there may be can need.
    pub(super) fn new(listener: TcpListener, limits: Limits, times: Times) -> Self {
        let places = limits.sessions.saturating_add(1).saturating_mul(CONNECTIONS_PER_PAGE);
        let places = Arc::new(Semaphore::new(places.min(Semaphore::MAX_PERMITS)));
        Self { listener, places, patience: times.unanswered }
    }

    /// The next connection. While there is no descriptor or memory for it, it waits in the kernel's
    /// queue, and sessions go on.
    async fn next(&self) -> (TcpStream, SocketAddr) {
        let mut failing = false;
        loop {
            match self.listener.accept().await {
                Ok(accepted) => {
                    if failing {
                        tracing::info!("the relay accepts connections again");
                    }
                    return accepted;
                }
                // The visitor was gone before accept took it: accept(2) says to try again.
                Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
                Err(error) => {
                    if !failing {
                        tracing::warn!(%error, "the relay cannot accept; it keeps trying");
                    }
                    failing = true;
                    sleep(BACK_OFF).await;
                }
            }
        }
    }
}

impl Listener for Door {
    type Io = Visitor;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Visitor, SocketAddr) {
        let place = Arc::clone(&self.places).acquire_owned().await;
        let place = place.expect("nobody closes the semaphore");
        let (stream, address) = self.next().await;
        // A return is small and must leave at once. Where that cannot be set it leaves later.
        let _ = stream.set_nodelay(true);
        (Visitor::new(stream, place, self.patience), address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// Where a connection comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Caller(pub(super) SocketAddr);

impl Connected<IncomingStream<'_, Door>> for Caller {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        Self(*stream.remote_addr())
    }
}

/// One connection, which gives its place back when it ends.
#[derive(Debug)]
pub(super) struct Visitor {
    stream: TcpStream,
    _place: OwnedSemaphorePermit,
    /// When it was last told something.
    answered: Instant,
    patience: Duration,
    alarm: Pin<Box<Sleep>>,
}

impl Visitor {
    fn new(stream: TcpStream, place: OwnedSemaphorePermit, patience: Duration) -> Self {
        let alarm = Box::pin(sleep(patience));
        Self { stream, _place: place, answered: Instant::now(), patience, alarm }
    }

    /// While there is nothing to read, or no room to write: whether its time is up.
    fn waits<T>(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        while self.alarm.as_mut().poll(cx).is_ready() {
            let due = self.answered + self.patience;
            if due <= Instant::now() {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            self.alarm.as_mut().reset(due);
        }
        Poll::Pending
    }

    fn wrote(
        &mut self,
        cx: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        match written {
            Poll::Pending => self.waits(cx),
            written => {
                self.answered = Instant::now();
                written
            }
        }
    }
}

impl AsyncRead for Visitor {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.stream).poll_read(cx, buffer) {
            Poll::Pending => self.waits(cx),
            read => read,
        }
    }
}

impl AsyncWrite for Visitor {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.wrote(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, parts);
        self.wrote(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

//! The relay's listening socket. It serves every connection, and evicts connections without the
//! token when there are too many (`crate::access::strangers`).
//!
//! Without a limit, idle connections would use up the process's descriptors, and the lab's own
//! sockets would fail. A connection that is sent nothing for a while is closed; a page's session
//! has its heartbeats.

use std::future::Future as _;
use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::{Instant, Sleep, sleep};
use tokio_util::task::TaskTracker;

use crate::access::strangers::{Admitted, Stranger, Strangers};
use crate::resources::limits::{MAX_HEAD_BYTES, MAX_STRANGERS_PER_ADDRESS};
use crate::session::SessionContext;

/// How long accept waits after the process has run out of descriptors or memory.
const BACK_OFF: Duration = Duration::from_millis(100);

/// The rule by which a stranger is evicted, for the metrics.
const RULE: &str = "strangers";

/// Serves `routes` until the end is asked for and all its connections have ended, to at most `places`
/// strangers at once. Each request carries its connection, an `Arc<Stranger>`, as an extension.
pub(super) async fn serve(
    listener: TcpListener,
    routes: Router,
    places: usize,
    context: Arc<SessionContext>,
) {
    let memory = Arc::clone(&context.memory.visitors);
    let strangers = Strangers::new(places, MAX_STRANGERS_PER_ADDRESS, memory);
    let routes = TowerToHyperService::new(routes);
    let connections = TaskTracker::new();
    let mut asked = pin!(context.shutdown.asked());
    loop {
        let (stream, address) = tokio::select! {
            accepted = next(&listener) => accepted,
            () = &mut asked => break,
        };
        // A return is small and must leave at once. Where that cannot be set it leaves later.
        let _ = stream.set_nodelay(true);
        let admitted = strangers.admit(address.ip());
        if admitted.evicts_another {
            context.metrics.refused(RULE);
        }
        let stranger = Arc::clone(&admitted.stranger);
        let limited = LimitedStream::new(stream, admitted, context.times.unanswered);
        connections.spawn(serve_connection(
            limited,
            stranger,
            routes.clone(),
            Arc::clone(&context),
        ));
    }
    drop(listener);
    connections.close();
    connections.wait().await;
}

/// The next connection. While the process has no descriptor or memory for it, it waits in the
/// accept queue, and sessions continue.
async fn next(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    let mut failing = false;
    loop {
        match listener.accept().await {
            Ok(accepted) => {
                if failing {
                    tracing::info!("the relay accepts connections again");
                }
                return accepted;
            }
            // The connection ended before accept(2) took it; the man page says to try again.
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

/// Answers the requests of one connection, until it ends or becomes a WebSocket.
async fn serve_connection(
    limited: LimitedStream,
    stranger: Arc<Stranger>,
    routes: TowerToHyperService<Router>,
    context: Arc<SessionContext>,
) {
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(Arc::clone(&stranger));
        let (answer, stranger) = (routes.call(request), Arc::clone(&stranger));
        async move {
            let answer = answer.await;
            stranger.answered();
            answer
        }
    });
    let mut connection = pin!(
        http1::Builder::new()
            .max_buf_size(MAX_HEAD_BYTES)
            // The stream has a timer of its own, which also fires if a response is not read.
            .header_read_timeout(None)
            .serve_connection(TokioIo::new(limited), service)
            .with_upgrades()
    );
    let ended = tokio::select! {
        ended = &mut connection => ended,
        () = context.shutdown.asked() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::trace!(%error, "a connection has ended");
    }
}

/// One connection's bytes, with the limits of a stranger.
#[derive(Debug)]
struct LimitedStream {
    stream: TcpStream,
    stranger: Arc<Stranger>,
    /// Receives the eviction; `None` once the connection has shown the token.
    evicted: Option<oneshot::Receiver<()>>,
    /// When something was last sent to it.
    answered: Instant,
    timeout: Duration,
    timer: Pin<Box<Sleep>>,
}

impl LimitedStream {
    fn new(stream: TcpStream, admitted: Admitted, timeout: Duration) -> Self {
        let Admitted { stranger, evicted, .. } = admitted;
        let timer = Box::pin(sleep(timeout));
        let evicted = Some(evicted);
        Self { stream, stranger, evicted, answered: Instant::now(), timeout, timer }
    }

    /// Checks whether it was evicted, and has the task woken when it is.
    ///
    /// # Errors
    /// It was evicted.
    fn check_evicted(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        let Some(evicted) = &mut self.evicted else { return Ok(()) };
        match Pin::new(evicted).poll(cx) {
            // It may have shown the token in the same moment.
            Poll::Ready(Ok(())) if self.stranger.is_stranger() => {
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
            Poll::Ready(_) => self.evicted = None,
            Poll::Pending => {}
        }
        Ok(())
    }

    /// Checks the timeout while there is nothing to read, or no room to write.
    fn poll_timeout<T>(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        while self.timer.as_mut().poll(cx).is_ready() {
            let due = self.answered + self.timeout;
            if due <= Instant::now() {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            self.timer.as_mut().reset(due);
        }
        Poll::Pending
    }

    fn wrote(
        &mut self,
        cx: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        match written {
            Poll::Pending => self.poll_timeout(cx),
            written => {
                self.answered = Instant::now();
                written
            }
        }
    }
}

impl AsyncRead for LimitedStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        // Checked before each read and each write. Otherwise a stranger that never stops sending
        // would stay, and one that reads its response byte by byte.
        self.check_evicted(cx)?;
        let before = buffer.filled().len();
        match Pin::new(&mut self.stream).poll_read(cx, buffer) {
            Poll::Pending => self.poll_timeout(cx),
            Poll::Ready(Ok(())) if self.evicted.is_some() => {
                let sent = self.stranger.sent(buffer.filled().len() - before);
                Poll::Ready(sent.map_err(|full| io::Error::new(io::ErrorKind::QuotaExceeded, full)))
            }
            read => read,
        }
    }
}

impl AsyncWrite for LimitedStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check_evicted(cx)?;
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.wrote(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.check_evicted(cx)?;
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

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt as _;

    use super::*;
    use crate::resources::account::Account;

    #[tokio::test]
    async fn a_stranger_that_is_put_out_is_sent_nothing_more() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let _peer = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (stream, address) = listener.accept().await.unwrap();
        let strangers = Strangers::new(1, 1, Account::new(usize::MAX));
        let admitted = strangers.admit(address.ip());
        let mut limited = LimitedStream::new(stream, admitted, Duration::from_secs(30));
        limited.write_all(b"an answer").await.unwrap();
        let _newcomer = strangers.admit(address.ip());
        let refused = limited.write_all(b"more of it").await.unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::ConnectionAborted);
    }
}

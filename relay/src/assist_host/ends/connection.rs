//! One connection: a task that reads when it may, and writes one message at a time.

use std::io;
use std::time::{Duration, Instant};

use bytes::{Buf as _, Bytes};
use lab_shared::assistant::session::PeerId;
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_util::task::TaskTracker;

use super::{Place, Reporter, Stream, What, passing};

/// How long a connection that is closed here waits for the peer's end. Unread bytes would turn the
/// close into a reset, and what was just sent could be lost.
const LAST_BYTES: Duration = Duration::from_secs(1);

/// The host's side of a connection. Dropping it closes the connection.
#[derive(Debug)]
pub(in crate::assist_host) struct Connection {
    /// The number of its task.
    pub(in crate::assist_host) task: u64,
    orders: watch::Sender<Orders>,
}

/// What the host wants of a connection. The newest order is the one that holds.
#[derive(Debug, Clone, Default)]
struct Orders {
    /// The message to write, and how many there were with it.
    message: (u64, Bytes),
    paused: bool,
    shut_down: bool,
    farewell: Option<Farewell>,
}

/// How a connection ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::assist_host) enum Farewell {
    Close,
    Reset,
}

impl Connection {
    /// Begins to serve a connection in a task of its own.
    pub(in crate::assist_host) fn start(
        stream: Stream,
        peer: PeerId,
        place: Option<Place>,
        reporter: Reporter,
        tasks: &TaskTracker,
    ) -> Self {
        let (orders, told) = watch::channel(Orders::default());
        let task = reporter.task;
        let serving = Task { stream, peer, reporter, orders: told }.run();
        tasks.spawn(async move {
            let _place = place;
            serving.await;
        });
        Self { task, orders }
    }

    /// Writes a message and reports [`What::Sent`]. The one before was reported.
    pub(in crate::assist_host) fn send(&self, bytes: Bytes) {
        self.orders.send_modify(|orders| orders.message = (orders.message.0 + 1, bytes));
    }

    pub(in crate::assist_host) fn pause(&self, paused: bool) {
        self.orders.send_modify(|orders| orders.paused = paused);
    }

    /// Sends the end of the stream; reading goes on.
    pub(in crate::assist_host) fn shut_down(&self) {
        self.orders.send_modify(|orders| orders.shut_down = true);
    }

    pub(in crate::assist_host) fn end(self, farewell: Farewell) {
        self.orders.send_modify(|orders| orders.farewell = Some(farewell));
    }
}

struct Task {
    stream: Stream,
    peer: PeerId,
    reporter: Reporter,
    orders: watch::Receiver<Orders>,
}

/// What a connection can do next.
enum Ready {
    Read,
    Write,
}

impl Task {
    async fn run(mut self) {
        match self.serve().await {
            Ok(Farewell::Reset) => self.stream.reset(),
            Ok(Farewell::Close) => {
                if self.stream.shut_down().await.is_ok() {
                    let _ = timeout(LAST_BYTES, self.stream.drain()).await;
                }
            }
            Err(error) => self.reporter.report(What::Lost(self.peer, error.into())).await,
        }
    }

    /// Reads and writes until the host ends the connection.
    async fn serve(&mut self) -> io::Result<Farewell> {
        let (mut message, mut messages) = (Bytes::new(), 0);
        let (mut ended, mut shut) = (false, false);
        loop {
            let orders = self.orders.borrow_and_update().clone();
            if let Some(farewell) = orders.farewell {
                return Ok(farewell);
            }
            if orders.message.0 > messages {
                (messages, message) = orders.message;
            }
            if orders.shut_down && !shut {
                self.stream.shut_down().await?;
                shut = true;
            }
            let ready = tokio::select! {
                changed = self.orders.changed() => match changed {
                    Ok(()) => continue,
                    Err(_) => return Ok(Farewell::Close),
                },
                ready = self.stream.readable(), if !orders.paused && !ended => {
                    ready.map(|()| Ready::Read)
                }
                // A peer that has closed both directions answers what is sent with a reset.
                error = self.stream.reset_by_peer(), if ended => return Err(error),
                ready = self.stream.writable(), if !message.is_empty() => {
                    ready.map(|()| Ready::Write)
                }
            };
            match ready? {
                Ready::Read => match self.stream.try_receive() {
                    Ok(bytes) if bytes.is_empty() => {
                        ended = true;
                        self.reporter.report(What::Ended(self.peer)).await;
                    }
                    Ok(bytes) => self.reporter.report(What::Received(self.peer, bytes)).await,
                    Err(error) => passing(error)?,
                },
                Ready::Write => match self.stream.try_write(&message) {
                    Ok(length) => {
                        message.advance(length);
                        if message.is_empty() {
                            self.reporter.report(What::Sent(self.peer, Instant::now())).await;
                        }
                    }
                    Err(error) => passing(error)?,
                },
            }
        }
    }
}

//! What has to block a thread of its own: looking up a name, and a close that lingers.

use std::net::IpAddr;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::StreamExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use lab_shared::call::{CallId, Failure, Family};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;

use crate::socket::{Socket, lookup};

/// What a helper thread found.
#[derive(Debug)]
pub(crate) enum Answer {
    /// A name's address, for the call and serial that asked.
    Resolved(CallId, u64, Result<IpAddr, Failure>),
    /// A lingering close is done.
    Closed(CallId, u64),
    /// The thread ended without an answer.
    Lost,
}

/// One session's helper threads, out of a number that all sessions share.
#[derive(Debug)]
pub(crate) struct Helpers {
    threads: Arc<Semaphore>,
    answers: FuturesUnordered<BoxFuture<'static, Answer>>,
}

impl Helpers {
    /// No helpers yet; `threads` is how many there may be.
    pub(crate) fn new(threads: Arc<Semaphore>) -> Self {
        Self { threads, answers: FuturesUnordered::new() }
    }

    /// Looks a name up. Where every thread is taken, it waits for one.
    pub(crate) fn resolve(&self, call: CallId, serial: u64, host: String, family: Family) {
        let threads = Arc::clone(&self.threads);
        self.answers.push(Box::pin(async move {
            let Ok(permit) = threads.acquire_owned().await else { return Answer::Lost };
            let found = spawn_blocking(move || {
                let found = lookup(&host, family);
                drop(permit);
                found
            });
            match found.await {
                Ok(found) => Answer::Resolved(call, serial, found),
                Err(_) => Answer::Lost,
            }
        }));
    }

    /// A thread for a close that will linger; `None` where every one is taken.
    pub(crate) fn reserve(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.threads).try_acquire_owned().ok()
    }

    /// Closes a socket that lingers.
    pub(crate) fn close(
        &self,
        call: CallId,
        serial: u64,
        socket: Socket,
        permit: OwnedSemaphorePermit,
    ) {
        let closed = spawn_blocking(move || {
            drop(socket);
            drop(permit);
        });
        self.answers.push(Box::pin(async move {
            match closed.await {
                Ok(()) => Answer::Closed(call, serial),
                Err(_) => Answer::Lost,
            }
        }));
    }

    /// Waits for the next answer; for ever where nobody was asked.
    pub(crate) fn poll_answer(&mut self, cx: &mut Context<'_>) -> Poll<Answer> {
        match self.answers.poll_next_unpin(cx) {
            Poll::Ready(Some(answer)) => Poll::Ready(answer),
            Poll::Ready(None) | Poll::Pending => Poll::Pending,
        }
    }
}

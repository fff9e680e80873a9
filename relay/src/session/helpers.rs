//! What has to block a thread of its own: looking up a name, and a close that lingers.

use std::net::IpAddr;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::StreamExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use lab_shared::call::{CallId, Failure, Family, Outcome, Value};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;

use crate::socket::{Socket, lookup};

/// What a helper thread found.
#[derive(Debug)]
pub(crate) enum Answer {
    /// A name's address, for the call and serial that asked.
    Resolved(CallId, u64, Result<IpAddr, Failure>),
    /// How a call ended that was made there: a lingering close, or `getaddrinfo`.
    Ended(CallId, u64, Outcome),
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
        let found = on_thread(Arc::clone(&self.threads), move || lookup(&host, family));
        self.answers.push(Box::pin(async move {
            found.await.map_or(Answer::Lost, |found| Answer::Resolved(call, serial, found))
        }));
    }

    /// Makes a call that blocks. Where every thread is taken, it waits for one.
    pub(crate) fn make(
        &self,
        call: CallId,
        serial: u64,
        blocking: impl FnOnce() -> Outcome + Send + 'static,
    ) {
        let outcome = on_thread(Arc::clone(&self.threads), blocking);
        self.answers.push(Box::pin(async move {
            outcome.await.map_or(Answer::Lost, |outcome| Answer::Ended(call, serial, outcome))
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
                Ok(()) => Answer::Ended(call, serial, Ok(Value::None)),
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

/// What `job` gives, made by one of the threads once one is free; `None` where it was lost.
pub(super) async fn on_thread<T: Send + 'static>(
    threads: Arc<Semaphore>,
    job: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    let permit = threads.acquire_owned().await.ok()?;
    let result = spawn_blocking(move || {
        let result = job();
        drop(permit);
        result
    });
    result.await.ok()
}

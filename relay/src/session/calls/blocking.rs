//! A session's calls on threads that may block: looking up a name, a close that lingers, and a socket on a host.

use std::collections::BTreeMap;
use std::future::Future as _;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use lab_shared::call::{CallId, Failure, Family, Outcome};

use crate::network::host::Host;
use crate::resources::account::Hold;
use crate::resources::threads::{Job, Share, Slot};
use crate::socket::{Socket, lookup};

/// The result of a blocking task.
#[derive(Debug)]
pub(crate) enum BlockingResult {
    /// A name's address, for the call and serial that asked.
    Resolved(CallId, u64, Result<IpAddr, Failure>),
    /// The outcome of a call that waited there, for a lingering close or for `getaddrinfo`, and what
    /// the outcome's bytes take.
    Ended(CallId, u64, Outcome, Option<Hold>),
    /// A socket on a host, for the call and serial that asked.
    Made(CallId, u64, io::Result<(Socket, Arc<Host>)>),
    /// The thread ended without an answer.
    Lost(CallId, u64),
}

/// The calls of one session that have a thread or wait for one, by their serials.
#[derive(Debug)]
pub(crate) struct BlockingTasks {
    share: Share,
    jobs: BTreeMap<u64, (CallId, Job<BlockingResult>)>,
}

impl BlockingTasks {
    /// No calls yet; `share` is this page's part of the threads.
    pub(crate) fn new(share: Share) -> Self {
        Self { share, jobs: BTreeMap::new() }
    }

    /// This page's part of the threads.
    pub(crate) fn share(&self) -> Share {
        self.share.clone()
    }

    /// Looks a name up.
    ///
    /// # Errors
    /// The rule that bounds lookups.
    pub(crate) fn resolve(
        &mut self,
        call: CallId,
        serial: u64,
        host: String,
        family: Family,
    ) -> Result<(), Failure> {
        self.start(call, serial, move || {
            BlockingResult::Resolved(call, serial, lookup(&host, family))
        })
    }

    /// Makes a call that blocks.
    ///
    /// # Errors
    /// As for [`Self::resolve`].
    pub(crate) fn make(
        &mut self,
        call: CallId,
        serial: u64,
        blocking: impl FnOnce() -> Outcome + Send + 'static,
    ) -> Result<(), Failure> {
        self.start(call, serial, move || BlockingResult::Ended(call, serial, blocking(), None))
    }

    /// Has a host make a socket.
    ///
    /// # Errors
    /// As for [`Self::resolve`].
    pub(crate) fn make_socket(
        &mut self,
        call: CallId,
        serial: u64,
        blocking: impl FnOnce() -> io::Result<(Socket, Arc<Host>)> + Send + 'static,
    ) -> Result<(), Failure> {
        self.start(call, serial, move || BlockingResult::Made(call, serial, blocking()))
    }

    fn start(
        &mut self,
        call: CallId,
        serial: u64,
        blocking: impl FnOnce() -> BlockingResult + Send + 'static,
    ) -> Result<(), Failure> {
        let job = self.share.run(blocking)?;
        self.jobs.insert(serial, (call, job));
        Ok(())
    }

    /// A thread for a close that will linger; `None` where there is none for this page.
    pub(crate) fn reserve(&self) -> Option<Slot> {
        self.share.reserve()
    }

    /// Closes sockets of which one lingers. `ends` is how the call then ends that closes them.
    pub(crate) fn close(
        &mut self,
        call: CallId,
        serial: u64,
        sockets: Vec<Socket>,
        ends: (Outcome, Option<Hold>),
        slot: Slot,
    ) {
        let job = slot.run(move || {
            drop(sockets);
            let (outcome, hold) = ends;
            BlockingResult::Ended(call, serial, outcome, hold)
        });
        self.jobs.insert(serial, (call, job));
    }

    /// Abandons a task. If it waits for a thread, it leaves the queue.
    pub(crate) fn abandon(&mut self, serial: u64) {
        self.jobs.remove(&serial);
    }

    /// Waits for the next result; forever if no task is under way.
    pub(crate) fn poll_result(&mut self, cx: &mut Context<'_>) -> Poll<BlockingResult> {
        let ended =
            self.jobs.iter_mut().find_map(|(serial, (call, job))| match Pin::new(job).poll(cx) {
                Poll::Ready(answer) => {
                    Some((*serial, answer.unwrap_or(BlockingResult::Lost(*call, *serial))))
                }
                Poll::Pending => None,
            });
        let Some((serial, answer)) = ended else { return Poll::Pending };
        self.jobs.remove(&serial);
        Poll::Ready(answer)
    }
}

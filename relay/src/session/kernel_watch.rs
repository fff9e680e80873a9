//! The kernel watch: reads what the kernel knows of each watched socket, and decides when to look
//! again.
//!
//! A look covers all watched sockets, some in each step. While something changes, looks are as
//! frequent as reports may be; otherwise each pause is longer than the one before, until the
//! session makes a call. Nothing runs while nothing is watched.

use std::collections::{BTreeMap, VecDeque};
use std::future::Future as _;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use lab_shared::call::{Family, Micros, SocketId};
use lab_shared::kernel::{EndFacts, KernelFacts, OptionFact, TcpState, WatchEnd};
use lab_shared::wire::Event;
use tokio::time::{Instant, Sleep, sleep_until};

use crate::network::host::Host;
use crate::resources::limits::{IDLE_LOOK, KERNEL_REPORT_PAUSE, LOOK_BURST, MAX_FOLLOWED};
use crate::socket::{Diag, Endpoints, Found, Socket};

/// SOL_SOCKET and SO_ACCEPTCONN.
const ACCEPTS: (i32, i32) = (1, 30);

/// One page's watched sockets.
#[derive(Debug, Default)]
pub(super) struct KernelWatch {
    watched: BTreeMap<SocketId, WatchedSocket>,
    /// Closed sockets that are followed, in the order they were closed.
    followed: VecDeque<SocketId>,
    /// Asks about the sockets of the relay's machine.
    diag: Option<Diag>,
    /// When to look next; `None` while nothing is watched.
    due: Option<Pin<Box<Sleep>>>,
    last: Option<Instant>,
    pause: Duration,
    /// Where an unfinished look continues.
    rest: Option<SocketId>,
    /// The look has found something new so far.
    found: bool,
}

/// What a look has found.
#[derive(Debug, Default)]
pub(super) struct LookResult {
    /// What has changed.
    pub(super) events: Vec<Event>,
    /// Sockets that are no more.
    pub(super) gone: Vec<SocketId>,
    /// How many were looked at.
    pub(super) sockets: usize,
    /// There are more to look at, in the next step.
    pub(super) more: bool,
}

#[derive(Debug, Default)]
struct WatchedSocket {
    /// Whose kernel knows it; `None` is the relay's machine.
    host: Option<Arc<Host>>,
    /// The names it has now, or had when it last had both.
    names: Endpoints,
    options: Vec<OptionFact>,
    /// The options may not be what they were.
    options_stale: bool,
    reported: Option<KernelFacts>,
    closed: Option<ClosedSocket>,
}

/// A TCP socket after close(2), which the kernel may need for a while yet.
#[derive(Debug)]
struct ClosedSocket {
    /// The kernel's cookie of it.
    cookie: u64,
    /// The kernel has replaced it by its TIME-WAIT socket, which has another cookie.
    replaced: bool,
    /// The last look did not find it.
    missed: bool,
}

/// What has become of a closed socket.
enum Fate {
    /// The kernel still needs it.
    Lives(Box<EndFacts>),
    /// It was not found, which once may be chance: while the kernel replaces a socket, neither the
    /// old nor the new one may be there to be found.
    Unsure,
    /// The kernel has forgotten it.
    Gone,
}

impl KernelWatch {
    /// Begins to watch a socket of a host, or without one of the relay's machine.
    pub(super) fn begin(&mut self, id: SocketId, host: Option<Arc<Host>>) {
        if self.diag.is_none() {
            match Diag::open() {
                Ok(diag) => self.diag = Some(diag),
                // The system has no such thing.
                Err(error) if error.kind() == io::ErrorKind::Unsupported => {}
                Err(error) => tracing::warn!(%error, "closed sockets and peers cannot be followed"),
            }
        }
        let watched = self.watched.entry(id).or_default();
        (watched.options_stale, watched.host) = (true, host);
        self.look_soon();
    }

    /// Stops watching a socket.
    pub(super) fn end(&mut self, id: SocketId) {
        self.watched.remove(&id);
        self.followed.retain(|followed| *followed != id);
        if self.watched.is_empty() {
            (self.due, self.diag, self.rest) = (None, None, None);
        }
    }

    /// Whether a socket is watched.
    pub(super) fn has(&self, id: SocketId) -> bool {
        self.watched.contains_key(&id)
    }

    /// A call was made, so something may have changed: looks soon.
    pub(super) fn look_soon(&mut self) {
        if self.watched.is_empty() {
            return;
        }
        self.pause = KERNEL_REPORT_PAUSE;
        let now = Instant::now();
        self.schedule(self.last.map_or(now, |last| (last + KERNEL_REPORT_PAUSE).max(now)));
    }

    /// An option was set.
    pub(super) fn option_set(&mut self, id: SocketId) {
        if let Some(watched) = self.watched.get_mut(&id) {
            watched.options_stale = true;
        }
    }

    /// A watched socket is about to be closed. Why the watch ends, if that is its end.
    pub(super) fn closing(&mut self, id: SocketId, socket: &Socket) -> Option<WatchEnd> {
        let watched = self.watched.get_mut(&id)?;
        watched.name(socket);
        if watched.names.both().is_none() || !socket.is_tcp() {
            return Some(WatchEnd::Gone);
        }
        if self.diag.is_none() {
            return Some(WatchEnd::Closed);
        }
        let Ok(cookie) = socket.cookie() else { return Some(WatchEnd::Gone) };
        watched.closed = Some(ClosedSocket { cookie, replaced: false, missed: false });
        self.followed.push_back(id);
        None
    }

    /// The closed socket that is one too many to follow.
    pub(super) fn over_limit(&self) -> Option<SocketId> {
        if self.followed.len() > MAX_FOLLOWED { self.followed.front().copied() } else { None }
    }

    /// Waits for the time to look.
    pub(super) fn poll_due(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(due) = &mut self.due else { return Poll::Pending };
        ready!(due.as_mut().poll(cx));
        self.due = None;
        Poll::Ready(())
    }

    /// Looks at the next of them, [`LOOK_BURST`] at most. `open` finds a socket that is not closed.
    pub(super) fn look<'a>(
        &mut self,
        open: impl Fn(SocketId) -> Option<&'a Socket>,
        at: Micros,
    ) -> LookResult {
        let mut looked = LookResult::default();
        let now = Instant::now();
        let from = self.rest.take().unwrap_or_else(|| {
            (self.last, self.found) = (Some(now), false);
            SocketId(0)
        });
        for (&id, watched) in self.watched.range_mut(from..) {
            if looked.sockets == LOOK_BURST {
                (self.rest, looked.more) = (Some(id), true);
                break;
            }
            looked.sockets += 1;
            let facts = match (open(id), &mut watched.closed) {
                (Some(socket), _) => watched.look(&mut self.diag, socket),
                (None, Some(closed)) => {
                    let mut kernels =
                        Kernels { machine: &mut self.diag, host: watched.host.as_deref() };
                    let own = match closed.follow(&mut kernels, watched.names) {
                        Fate::Lives(facts) => *facts,
                        Fate::Unsure => continue,
                        Fate::Gone => {
                            looked.gone.push(id);
                            EndFacts { state: Some(TcpState::Closed), ..EndFacts::default() }
                        }
                    };
                    let peer = peer(&mut kernels, watched.names, own.state);
                    KernelFacts { own, peer, options: Vec::new() }
                }
                // Its watch ends with its close.
                (None, None) => continue,
            };
            if watched.reported.as_ref() != Some(&facts) {
                watched.reported = Some(facts.clone());
                looked.events.push(Event::Kernel { socket: id, at, facts: Box::new(facts) });
            }
        }
        self.found |= !looked.events.is_empty();
        if !looked.more && !self.watched.is_empty() {
            self.pause = if self.found {
                KERNEL_REPORT_PAUSE
            } else {
                (self.pause * 2).clamp(KERNEL_REPORT_PAUSE, IDLE_LOOK)
            };
            self.schedule(now + self.pause);
        }
        looked
    }

    fn schedule(&mut self, at: Instant) {
        match &mut self.due {
            Some(due) if due.deadline() <= at => {}
            Some(due) => due.as_mut().reset(at),
            None => self.due = Some(Box::pin(sleep_until(at))),
        }
    }
}

impl WatchedSocket {
    /// Its facts while it is open.
    fn look(&mut self, diag: &mut Option<Diag>, socket: &Socket) -> KernelFacts {
        let mut own = own(diag, socket);
        let host = self.host.clone();
        let mut kernels = Kernels { machine: diag, host: host.as_deref() };
        let reported = self.reported.as_ref().and_then(|reported| reported.own.state);
        if own.state != reported || self.names.both().is_none() {
            self.name(socket);
            // What a connection agrees on shows in some options.
            self.options_stale = true;
        }
        if std::mem::take(&mut self.options_stale) {
            self.options = socket.options();
        }
        // After shutdown(2) the side that closed first still has its descriptor, but its TIME-WAIT
        // is a socket of its own.
        if own.state == Some(TcpState::Closed)
            && let Some((local, peer)) = self.names.both()
            && let Some(Found { facts, .. }) = kernels.connection(local, peer)
            && facts.state == Some(TcpState::TimeWait)
        {
            own = facts;
        }
        let peer = peer(&mut kernels, self.names, own.state);
        KernelFacts { own, peer, options: self.options.clone() }
    }

    /// Notes its names. A connection that has ended has lost its peer's, but not for the kernel.
    fn name(&mut self, socket: &Socket) {
        let names = Endpoints::of(socket);
        if names.both().is_some() || self.names.both().is_none() {
            self.names = names;
        }
    }
}

impl ClosedSocket {
    /// What has become of it.
    fn follow(&mut self, kernels: &mut Kernels<'_>, names: Endpoints) -> Fate {
        let found = names.both().and_then(|(local, peer)| kernels.connection(local, peer));
        let Some(Found { facts, cookie }) = found else {
            return if std::mem::replace(&mut self.missed, true) {
                Fate::Gone
            } else {
                Fate::Unsure
            };
        };
        self.missed = false;
        if cookie != self.cookie {
            // Another connection may have the same addresses by now.
            let waits = matches!(facts.state, Some(TcpState::TimeWait | TcpState::FinWait2));
            if self.replaced || !waits {
                return Fate::Gone;
            }
            self.replaced = true;
            self.cookie = cookie;
        }
        Fate::Lives(Box::new(facts))
    }
}

/// The kernel's facts of an open socket.
fn own(diag: &mut Option<Diag>, socket: &Socket) -> EndFacts {
    let mut own = socket.facts();
    let (level, option) = ACCEPTS;
    if socket.family() == Family::Unix
        && socket.int_option(level, option).is_ok_and(|accepts| accepts != 0)
        && let (Some(diag), Ok(inode)) = (diag, socket.inode())
    {
        own.accept_queue = diag.unix_queue(inode).unwrap_or_else(|error| {
            tracing::debug!(%error, "the kernel does not tell of an AF_UNIX queue");
            None
        });
    }
    own
}

/// The other end of a connection, where it is on this machine or on a host of the same network.
fn peer(kernels: &mut Kernels<'_>, names: Endpoints, own: Option<TcpState>) -> Option<EndFacts> {
    let (local, peer) = names.both()?;
    own?;
    Some(kernels.connection(peer, local)?.facts)
}

/// Who is asked about the connections of a socket: the kernel as the machine's network sees it, or as hosts do.
struct Kernels<'a> {
    machine: &'a mut Option<Diag>,
    host: Option<&'a Host>,
}

impl Kernels<'_> {
    /// The end of a connection that is at `local`, on whichever host has that address.
    fn connection(&mut self, local: SocketAddr, peer: SocketAddr) -> Option<Found> {
        let found = match self.host {
            None => self.machine.as_mut()?.connection(local, peer),
            Some(host) => match host.directory().host_at(local.ip()) {
                Some(at) => at.diag().connection(local, peer),
                // An address of its loopback.
                None => host.diag().connection(local, peer),
            },
        };
        found.unwrap_or_else(|error| {
            tracing::debug!(%error, "the kernel does not tell of a connection");
            None
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lab_shared::wire::KERNEL_REPORTS_PER_SECOND;

    #[test]
    fn a_look_is_never_sooner_than_a_page_may_be_told_again() {
        assert_eq!(KERNEL_REPORT_PAUSE * KERNEL_REPORTS_PER_SECOND, Duration::from_secs(1));
        assert!(IDLE_LOOK > KERNEL_REPORT_PAUSE);
    }

    #[tokio::test]
    async fn nothing_runs_and_nothing_is_open_while_nothing_is_watched() {
        let mut watch = KernelWatch::default();
        watch.look_soon();
        assert!(watch.due.is_none() && watch.diag.is_none());
        watch.begin(SocketId(1), None);
        assert!(watch.due.is_some() && watch.diag.is_some());
        watch.end(SocketId(1));
        assert!(watch.due.is_none() && watch.diag.is_none());
    }

    #[tokio::test]
    async fn a_look_at_many_sockets_takes_several_steps_and_misses_none() {
        let mut watch = KernelWatch::default();
        let count = 2 * LOOK_BURST + 1;
        for id in 0..count {
            watch.begin(SocketId(u32::try_from(id).unwrap()), None);
        }
        let mut steps = Vec::new();
        loop {
            let looked = watch.look(|_| None, Micros(0));
            steps.push(looked.sockets);
            if !looked.more {
                break;
            }
        }
        assert_eq!(steps, [LOOK_BURST, LOOK_BURST, 1]);
    }

    #[tokio::test]
    async fn looks_without_news_grow_rare_until_a_call_is_made() {
        let mut watch = KernelWatch::default();
        watch.begin(SocketId(1), None);
        for _ in 0..5 {
            watch.look(|_| None, Micros(0));
        }
        assert_eq!(watch.pause, IDLE_LOOK);
        watch.look_soon();
        assert_eq!(watch.pause, KERNEL_REPORT_PAUSE);
    }
}

//! The sockets of a session and the calls on them: the engine makes each call when it is its turn.
//!
//! One task owns an engine, so nothing is locked. No method blocks. There are four kinds:
//!
//! - Getters: `clock`, `threads`, `capture_state`, `unix_directory`, `take_work`.
//! - Commands do what the page asked, as far as it can be done at once: `call`, `call_too_large`,
//!   `cancel`, `watch`. Returns go into the outbox.
//! - `poll_*` give the session something to do: `poll_wake` waits for a socket, a timer or a thread,
//!   and `poll_message` takes the next message from the outbox.
//! - `handle_*` do it: `handle_wake` what a wake-up makes possible, `handle_next` one step that is due.
//!
//! A call in a queue goes through `begin`, `attempt`, `wait` and `finish_queued`; see `queued`.

use std::collections::VecDeque;
use std::io;
use std::mem;
use std::path::Path;
use std::sync::Arc;
use std::task::{Context, Poll};

use lab_shared::call::{CallId, Direction, Failure, Op, Rule, SocketId};
use lab_shared::errno::Errno;
use lab_shared::kernel::CaptureState;
use lab_shared::network::HostName;
use lab_shared::wire::Call;

use super::attempt::BlockingMode;
use super::blocking::{BlockingResult, BlockingTasks};
use super::entry::{CallState, QueueId, QueuedCall, Side};
use super::outbox::Outgoing;
use super::pending::{CallLocation, PendingCalls};
use super::polls::Polls;
use super::sockets::Sockets;
use super::timers::{CallTimers, Timer, TimerQueue};
use crate::network::Network;
use crate::policy::{UnixDirectory, UnixNames};
use crate::resources::account::{Hold, PageMemory};
use crate::resources::threads::Share;
use crate::session::SessionContext;
use crate::session::capture::Capture;
use crate::session::clock::{CallTimes, Clock};
use crate::session::kernel_watch::KernelWatch;
use crate::socket::{Hints, ReadySet, ReadySocket, failed};

/// One page's sockets and calls.
#[derive(Debug)]
pub(crate) struct Engine {
    pub(super) context: Arc<SessionContext>,
    pub(super) clock: Clock,
    /// Dropped before the sockets that are in it.
    pub(super) ready: ReadySet,
    pub(super) sockets: Sockets,
    pub(super) pending: PendingCalls,
    /// What is held for the page.
    pub(super) memory: PageMemory,
    pub(super) polls: Polls,
    /// What is to be done next, each in a step of its own.
    pub(super) due: VecDeque<Due>,
    /// Bytes' worth of work since the session last asked.
    pub(super) work: usize,
    pub(super) timers: TimerQueue,
    pub(super) blocking: BlockingTasks,
    pub(super) unix: UnixNames,
    /// Where they are. It may go with the page, so it is dropped after its names.
    unix_directory: Arc<UnixDirectory>,
    pub(super) kernel_watch: KernelWatch,
    /// The segments of watched sockets.
    pub(super) capture: Capture,
    /// The page's own network.
    pub(super) network: Option<Arc<Network>>,
    pub(super) out: VecDeque<Outgoing>,
    /// The ready set failed. Calls would wait forever, so the session must end.
    pub(super) fault: Option<io::Error>,
}

/// A step that is due. What a page can have much of is done in such steps.
#[derive(Debug)]
pub(super) enum Due {
    /// The first call of a queue may begin, since the one before it has ended.
    Begin(QueueId),
    /// A poll may be ready.
    Look(CallId),
    /// There are watched sockets left to look at.
    Watched,
}

/// Something that ends a wait.
#[derive(Debug)]
pub(crate) enum Wake {
    /// Sockets have events that calls wait for.
    Ready(Vec<ReadySocket>),
    /// A timer has fired.
    Timer(Timer),
    /// A helper thread has an answer.
    Blocking(BlockingResult),
    /// A look at the watched sockets is due.
    Look,
    /// A report of segments is due.
    Segments,
}

impl Engine {
    /// An engine without sockets. Must be called within the runtime.
    pub(crate) fn new(
        context: Arc<SessionContext>,
        clock: Clock,
        first: SocketId,
        memory: PageMemory,
    ) -> io::Result<Self> {
        let limits = context.limits;
        let unix_directory = context.unix_directory_of_page();
        let unix = match context.networks.machine() {
            Ok(()) => UnixNames::new(unix_directory.path()),
            Err(_) => UnixNames::private(unix_directory.path()),
        };
        Ok(Self {
            blocking: BlockingTasks::new(context.threads.share()),
            capture: Capture::new(context.capture, clock),
            context,
            clock,
            sockets: Sockets::new(first, limits.sockets),
            pending: PendingCalls::new(limits.pending),
            memory,
            polls: Polls::default(),
            due: VecDeque::new(),
            work: 0,
            ready: ReadySet::new()?,
            timers: TimerQueue::default(),
            unix,
            unix_directory,
            kernel_watch: KernelWatch::default(),
            network: None,
            out: VecDeque::new(),
            fault: None,
        })
    }

    /// The page's part of the threads for calls that block.
    pub(crate) fn threads(&self) -> Share {
        self.blocking.share()
    }

    /// The session's clock.
    pub(crate) fn clock(&self) -> Clock {
        self.clock
    }

    /// The folder of the page's AF_UNIX names.
    pub(crate) fn unix_directory(&self) -> Option<&Path> {
        self.unix_directory.path()
    }

    /// Whether the page sees segments.
    pub(crate) fn capture_state(&self) -> CaptureState {
        self.capture.state()
    }

    /// Refuses a call for whose bytes there is no room.
    ///
    /// # Errors
    /// See [`Self::call`].
    pub(crate) fn call_too_large(&mut self, id: CallId) -> Result<(), String> {
        self.check_new(id)?;
        self.refuse(id, CallTimes::new(self.clock), Rule::MaxMemory);
        Ok(())
    }

    /// Makes a call, or puts it behind those it must wait for. `hold` lasts until it is answered.
    ///
    /// # Errors
    /// What is wrong with the message: only a page with a fault sends such a call.
    pub(crate) fn call(&mut self, call: Call, hold: Hold) -> Result<(), String> {
        let Call { id, socket, host, op, bytes } = call;
        let name = op.name().as_str();
        self.check_new(id)?;
        let times = CallTimes::new(self.clock);
        let target = match (socket, op.needs_socket()) {
            (Some(socket), true) => Some(socket),
            (None, true) => return Err(format!("{name} needs a socket")),
            (Some(_), false) => return Err(format!("{name} takes no socket")),
            (None, false) => None,
        };
        self.pending.hold(id, hold);
        if let Err(failure) = op.check() {
            self.answer(id, times, Err(failure));
            return Ok(());
        }
        let Some(target) = target else {
            self.call_without_socket(id, host.as_ref(), op);
            return Ok(());
        };
        let side = match op.name().direction() {
            Direction::Inward => Side::Inward,
            Direction::Outward => Side::Outward,
            Direction::Unqueued => {
                self.at_once(id, target, op);
                return Ok(());
            }
        };
        match self.sockets.open(target) {
            None => {
                self.answer(id, times, Err(failed(Errno::Ebadf)));
                return Ok(());
            }
            Some(entry) if entry.is_lost() => {
                self.refuse(id, times, Rule::Host);
                return Ok(());
            }
            Some(_) => {}
        }
        if self.pending.is_full() {
            self.refuse(id, times, Rule::MaxPending);
            return Ok(());
        }
        let serial = self.pending.next_serial();
        let queue = QueueId { socket: target, side };
        self.pending.place(id, CallLocation::Queue(queue));
        let queued = QueuedCall {
            id,
            serial,
            op,
            bytes,
            times,
            mode: BlockingMode::Blocking,
            timers: CallTimers::default(),
            state: CallState::Waiting,
            reported: false,
            received: None,
        };
        let Some(calls) = self.sockets.queue(queue) else { return Ok(()) };
        calls.push_back(queued);
        if calls.len() == 1 {
            self.begin(queue);
        }
        Ok(())
    }

    fn call_without_socket(&mut self, id: CallId, host: Option<&HostName>, op: Op) {
        let on = match host {
            _ if matches!(op, Op::Poll { .. } | Op::Unlink { .. }) => Ok(None),
            None => self.context.networks.machine().map(|()| None),
            Some(name) => self.host(name).map(Some),
        };
        let on = match on {
            Ok(on) => on,
            Err(rule) => return self.refuse(id, CallTimes::new(self.clock), rule),
        };
        match op {
            Op::Poll { .. } | Op::Getaddrinfo { .. } if self.pending.is_full() => {
                self.refuse(id, CallTimes::new(self.clock), Rule::MaxPending);
            }
            Op::Poll { entries, seconds } => self.begin_poll(id, entries, seconds),
            Op::Getaddrinfo { host, port, family, kind, proto, flags } => {
                let hints = Hints { family, kind, proto, flags: flags.0 };
                match on {
                    Some(on) => {
                        self.look_up_on_host(id, &on, (host.as_deref(), port.as_deref()), hints);
                    }
                    None => self.look_up(id, host, port, hints),
                }
            }
            Op::Unlink { path } => self.unlink(id, &path),
            op => self.open(id, on, &op),
        }
    }

    fn check_new(&self, id: CallId) -> Result<(), String> {
        if self.pending.contains(id) {
            Err(format!("call {} is pending already", id.0))
        } else {
            Ok(())
        }
    }

    /// Ends a pending call; one that has returned already is left alone.
    pub(crate) fn cancel(&mut self, id: CallId) {
        let Some(location) = self.pending.location(id) else { return };
        let cancelled = Err(Failure::cancelled());
        match location {
            CallLocation::Queue(queue) => {
                let Some(calls) = self.sockets.queue(queue) else { return };
                let Some(at) = calls.iter().position(|queued| queued.id == id) else { return };
                if let Some(mut queued) = calls.remove(at) {
                    queued.times.end();
                    self.finish_queued(queued, cancelled);
                }
                if at == 0 {
                    self.schedule_next(queue);
                }
                self.add_interest(queue.socket);
            }
            CallLocation::Poll => self.end_poll(id, cancelled),
            CallLocation::Thread(serial, mut times) => {
                times.end();
                self.blocking.abandon(serial);
                self.pending.remove(id);
                self.answer(id, times, cancelled);
            }
        }
    }

    /// Carries out one step that is due, and returns whether there was one. The session sends its
    /// messages between two steps, so a long queue is never answered in one burst.
    pub(crate) fn handle_next(&mut self) -> bool {
        match self.due.pop_front() {
            Some(Due::Begin(queue)) => self.begin(queue),
            Some(Due::Look(call)) => self.poll_again(call),
            Some(Due::Watched) => self.look_at_watched(),
            None => return false,
        }
        true
    }

    /// Bytes' worth of work done since the last call of this, beside the steps themselves.
    pub(crate) fn take_work(&mut self) -> usize {
        mem::take(&mut self.work)
    }

    /// Waits for something to do.
    pub(crate) fn poll_wake(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<Wake>> {
        if let Some(fault) = self.fault.take() {
            return Poll::Ready(Err(fault));
        }
        if let Poll::Ready(answer) = self.blocking.poll_result(cx) {
            return Poll::Ready(Ok(Wake::Blocking(answer)));
        }
        if let Poll::Ready(timer) = self.timers.poll_timer(cx) {
            return Poll::Ready(Ok(Wake::Timer(timer)));
        }
        if self.kernel_watch.poll_due(cx).is_ready() {
            return Poll::Ready(Ok(Wake::Look));
        }
        if self.capture.poll_report(cx).is_ready() {
            return Poll::Ready(Ok(Wake::Segments));
        }
        self.ready.poll_ready(cx).map_ok(Wake::Ready)
    }

    /// Has the next call of a queue begin, in a step of its own.
    pub(super) fn schedule_next(&mut self, queue: QueueId) {
        if self.sockets.head(queue).is_some() {
            self.due.push_back(Due::Begin(queue));
        }
    }
}

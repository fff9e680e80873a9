//! Calls in a socket's queue: begins them, attempts them again, ends them.

use std::collections::VecDeque;
use std::mem;
use std::net::IpAddr;

use lab_shared::call::{Failure, MsgFlags, Op, Outcome, PollEvents, Rule, SocketId, Value};
use lab_shared::errno::Errno;

use super::attempt::{Attempt, BlockingMode, would_block};
use super::closing::EndedCall;
use super::engine::Engine;
use super::entry::{CallState, Operation, QueueId, QueuedCall};
use super::pending::CallLocation;
use super::receive::Receive;
use super::send::SendKind;
use super::timeout::Timeout;
use crate::session::clock::CallTimes;
use crate::socket::{ACCEPTED_INHERIT_NON_BLOCKING, Name, Socket, failed};

/// Python's default backlog, `min(SOMAXCONN, 128)`.
const DEFAULT_BACKLOG: i32 = 128;

/// What a queued call needs before its first attempt.
pub(super) enum Preparation {
    /// Nothing more.
    Run(Operation),
    /// An address for the name.
    Resolve(String),
    /// It has ended already.
    Ended(Outcome),
}

impl Preparation {
    /// For a call that is no longer pending; the outcome is not sent.
    pub(super) const GONE: Self = Self::Ended(Ok(Value::None));
}

impl Engine {
    /// Begins the first call of a queue.
    pub(super) fn begin(&mut self, queue: QueueId) {
        let Some(entry) = self.sockets.get_mut(queue.socket) else { return };
        let mode = match entry.timeout {
            Timeout::Forever if entry.never_waits => BlockingMode::NonBlocking,
            Timeout::Forever => BlockingMode::Blocking,
            Timeout::Never => BlockingMode::NonBlocking,
            Timeout::After(limit) => BlockingMode::Timeout(limit),
        };
        let Some(queued) = entry.queue(queue.side).front_mut() else { return };
        // A queue may be freed twice, when its first call is cancelled before it could begin.
        if !matches!(queued.state, CallState::Waiting) {
            return;
        }
        queued.mode = mode;
        let run = |operation| Preparation::Run(operation);
        let preparation = match &queued.op {
            Op::Bind { .. } | Op::Connect { .. } | Op::ConnectEx { .. } | Op::Sendto { .. } => {
                self.resolve_target(queue, None)
            }
            Op::Listen { backlog } => {
                let backlog = backlog.unwrap_or(DEFAULT_BACKLOG);
                self.listen(queue, backlog)
            }
            Op::Shutdown { how } => {
                let how = *how;
                self.call_now(queue, |entry| entry.socket.shutdown(how))
            }
            Op::Accept => run(Operation::Accept),
            Op::Recv { bufsize, flags } => receive(*bufsize, *flags, false),
            Op::Recvfrom { bufsize, flags } => receive(*bufsize, *flags, true),
            Op::Send { flags } => {
                let flags = *flags;
                self.send(queue, SendKind::Some, flags)
            }
            Op::Sendall { flags } => {
                let flags = *flags;
                self.send(queue, SendKind::All, flags)
            }
            Op::Socket { .. }
            | Op::Close
            | Op::Getpeername
            | Op::Getsockname
            | Op::Setsockopt { .. }
            | Op::Getsockopt { .. }
            | Op::Settimeout { .. }
            | Op::Gettimeout
            | Op::Setblocking { .. }
            | Op::Socketpair { .. }
            | Op::Getaddrinfo { .. }
            | Op::Unlink { .. }
            | Op::Poll { .. } => unreachable!("only calls of a direction are queued"),
        };
        self.proceed(queue, preparation);
    }

    /// Continues a call whose name has been looked up.
    pub(super) fn resolved(&mut self, queue: QueueId, found: Result<IpAddr, Failure>) {
        let preparation = match found {
            Ok(ip) => self.resolve_target(queue, Some(ip)),
            Err(failure) => {
                if let Some(queued) = self.sockets.head(queue) {
                    queued.times.end();
                }
                Preparation::Ended(Err(failure))
            }
        };
        self.proceed(queue, preparation);
    }

    fn proceed(&mut self, queue: QueueId, preparation: Preparation) {
        let Some(entry) = self.sockets.get_mut(queue.socket) else { return };
        let (family, closed) = (entry.socket.family(), entry.closed);
        let Some(queued) = entry.queue(queue.side).front_mut() else { return };
        match preparation {
            Preparation::Resolve(_) if closed => {
                self.finish_head(queue, Err(failed(Errno::Ebadf)));
            }
            Preparation::Run(operation) => {
                queued.state = CallState::Running(operation);
                self.attempt(queue, false);
            }
            Preparation::Resolve(host) => {
                queued.state = CallState::Resolving;
                queued.times.enter();
                if let Err(failure) = self.blocking.resolve(queued.id, queued.serial, host, family)
                {
                    self.finish_head(queue, Err(failure));
                }
            }
            Preparation::Ended(outcome) => self.finish_head(queue, outcome),
        }
    }

    /// Attempts the first call of a queue. `woken`: poll(2) reported the socket ready.
    pub(super) fn attempt(&mut self, queue: QueueId, woken: bool) {
        let has_room = self.sockets.has_room(1);
        let Some(entry) = self.sockets.get_mut(queue.socket) else { return };
        let low_water = entry.low_water;
        let Some(mut queued) = entry.queue(queue.side).pop_front() else { return };
        let state = mem::replace(&mut queued.state, CallState::Waiting);
        let (CallState::Running(mut operation)
        | CallState::Blocked(mut operation, _)
        | CallState::Paused(mut operation)) = state
        else {
            queued.state = state;
            entry.queue(queue.side).push_front(queued);
            return;
        };
        let (socket, mode) = (&entry.socket, queued.mode);
        let times = &mut queued.times;
        let attempt = match &mut operation {
            operation if entry.closed && matches!(mode, BlockingMode::Timeout(_)) => {
                Attempt::Done(operation.bad_descriptor())
            }
            Operation::Accept if !has_room => Attempt::refused(Failure::refused(Rule::MaxSockets)),
            Operation::Accept => accept(socket, mode, times),
            Operation::Connect(connect) => connect.attempt(socket, mode, times),
            Operation::Receive(receive) => {
                receive.attempt(socket, mode, low_water, &self.memory, times)
            }
            Operation::Send(send) => send.attempt(socket, mode, times),
        };
        let outcome = match attempt {
            Attempt::Done(outcome) => outcome,
            Attempt::Received(value, hold) => {
                queued.received = hold;
                Ok(value)
            }
            Attempt::Accepted(socket, peer) => {
                self.add_accepted(queue.socket, socket, low_water, &peer)
            }
            Attempt::Blocked(events) => {
                // epoll woke the call, it would block, and poll(2) still reports the socket ready.
                // Waiting for readiness would spin, so the call is attempted again after a pause.
                let misled = woken && !socket.ready(events).is_empty();
                self.wait(queue, queued, operation, (!misled).then_some(events));
                return;
            }
            Attempt::RetryLater => {
                self.wait(queue, queued, operation, None);
                return;
            }
        };
        self.finish_queued(queued, outcome);
        self.schedule_next(queue);
    }

    /// Has a call wait for `events`, or without any for a pause.
    fn wait(
        &mut self,
        queue: QueueId,
        mut queued: QueuedCall,
        operation: Operation,
        events: Option<PollEvents>,
    ) {
        let call = (queued.id, queued.serial);
        if !queued.reported {
            queued.reported = true;
            self.report_blocked(queued.id, &queued.times);
            if let BlockingMode::Timeout(limit) = queued.mode {
                self.timers.set_deadline(&mut queued.timers, call, limit);
            }
        }
        queued.state = match events {
            Some(events) => CallState::Blocked(operation, events),
            None => {
                self.timers.set_retry(&mut queued.timers, call);
                CallState::Paused(operation)
            }
        };
        let Some(calls) = self.sockets.queue(queue) else { return };
        calls.push_front(queued);
        // A connect under way has a port of its own by now.
        self.capture_watched(queue.socket);
        self.add_interest(queue.socket);
    }

    /// Takes a connection in as a socket of the page's.
    fn add_accepted(
        &mut self,
        listener: SocketId,
        socket: Socket,
        low_water: usize,
        peer: &Name,
    ) -> Outcome {
        let fileno = socket.fileno();
        let made_by = self.sockets.get(listener);
        // CPython makes it blocking only where the listener has a timeout (`socket.accept`).
        let never_waits = ACCEPTED_INHERIT_NON_BLOCKING
            && made_by.is_some_and(|entry| entry.never_waits || entry.timeout == Timeout::Never);
        let inherited = made_by.map(|entry| (entry.binding.of_accepted(), entry.host.clone()));
        let id = self.sockets.add(socket, low_water);
        let id = id.ok_or_else(|| Failure::refused(Rule::MaxSockets))?;
        if let (Some(entry), Some((binding, host))) = (self.sockets.get_mut(id), inherited) {
            (entry.binding, entry.host) = (binding, host);
            entry.never_waits = never_waits;
        }
        Ok(Value::Accepted { socket: id, fileno, address: peer.address() })
    }

    /// Ends the first call of a queue and lets the next one begin.
    pub(super) fn finish_head(&mut self, queue: QueueId, outcome: Outcome) {
        let Some(queued) = self.sockets.queue(queue).and_then(VecDeque::pop_front) else { return };
        self.finish_queued(queued, outcome);
        self.schedule_next(queue);
        self.add_interest(queue.socket);
    }

    /// Takes out the calls of a queue that have not entered the kernel, because a name is being looked
    /// up for the first of them.
    pub(super) fn take_outside_kernel(&mut self, queue: QueueId) -> VecDeque<QueuedCall> {
        let calls = self.sockets.queue(queue);
        calls
            .filter(|calls| calls.front().is_some_and(QueuedCall::resolves))
            .map(mem::take)
            .unwrap_or_default()
    }

    /// Removes a queued call's timers, blocking task and location.
    pub(super) fn release(&mut self, queued: &mut QueuedCall) -> Option<CallLocation> {
        self.timers.clear(&mut queued.timers);
        if queued.resolves() {
            self.blocking.abandon(queued.serial);
        }
        self.pending.remove(queued.id)
    }

    /// Ends a call that was taken out of its queue.
    pub(super) fn finish_queued(&mut self, mut queued: QueuedCall, outcome: Outcome) {
        let place = self.release(&mut queued);
        let adopted = match &outcome {
            Ok(Value::Accepted { socket, .. }) => Some(*socket),
            _ => None,
        };
        let unfinished = outcome.is_err() || matches!(outcome, Ok(Value::Errno(1..)));
        let unused = match place {
            Some(CallLocation::Queue(queue)) => self.take_unused(queue.socket),
            _ => None,
        };
        let QueuedCall { id, times, received: hold, reported, .. } = queued;
        let ended = EndedCall { id, times, outcome, hold, reported };
        self.answer_closing(ended, unused.into_iter().collect());
        if let Some(socket) = adopted {
            self.report_addresses(socket);
        }
        if let Some(CallLocation::Queue(queue)) = place {
            self.addresses_after(queue.socket, queued.op.name(), unfinished);
        }
    }
}

fn receive(bufsize: i64, flags: MsgFlags, sender: bool) -> Preparation {
    match Receive::new(bufsize, flags, sender) {
        Ok(receive) => Preparation::Run(Operation::Receive(receive)),
        Err(failure) => Preparation::Ended(Err(failure)),
    }
}

fn accept(socket: &Socket, mode: BlockingMode, times: &mut CallTimes) -> Attempt {
    let limited = matches!(mode, BlockingMode::Timeout(_));
    if limited && times.around(|| socket.ready(PollEvents::IN)).is_empty() {
        return Attempt::Blocked(PollEvents::IN);
    }
    match times.around(|| socket.accept()) {
        Ok((socket, peer)) => Attempt::Accepted(socket, peer),
        Err(error) if would_block(&error) && mode != BlockingMode::NonBlocking => {
            Attempt::Blocked(PollEvents::IN)
        }
        Err(error) => Attempt::failed(&error),
    }
}

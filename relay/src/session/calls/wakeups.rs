//! What ends a wait: readiness, timers, results of blocking tasks.

use std::net::IpAddr;

use lab_shared::call::{CallId, Failure, Outcome, PollEvents, SocketId};

use super::blocking::BlockingResult;
use super::engine::{Engine, Wake};
use super::entry::{CallState, Operation, QueueId, Side, SocketEntry};
use super::pending::CallLocation;
use super::timers::{Timer, TimerKind};
use crate::resources::account::Hold;
use crate::resources::threads::lost;
use crate::socket::ReadySocket;

/// Events the kernel reports whether they are registered or not.
pub(super) const ALWAYS: PollEvents = PollEvents(PollEvents::ERR.0 | PollEvents::HUP.0);

impl Engine {
    /// Carries out what a wake-up makes possible.
    pub(crate) fn handle_wake(&mut self, wake: Wake) {
        match wake {
            Wake::Ready(sockets) => {
                sockets.into_iter().for_each(|socket| self.socket_ready(socket))
            }
            Wake::Timer(timer) => self.on_timer(timer),
            Wake::Blocking(BlockingResult::Resolved(call, serial, found)) => {
                self.name_resolved(call, serial, found);
            }
            Wake::Blocking(BlockingResult::Ended(call, serial, outcome, hold)) => {
                self.blocking_ended(call, serial, outcome, hold);
            }
            Wake::Blocking(BlockingResult::Made(call, serial, made)) => {
                self.made_on_host(call, serial, made);
            }
            Wake::Blocking(BlockingResult::Lost(call, serial)) => {
                self.name_resolved(call, serial, Err(lost()));
                self.blocking_ended(call, serial, Err(lost()), None);
            }
            Wake::Look => self.look_at_watched(),
            Wake::Segments => self.report_segments(),
        }
    }

    fn name_resolved(&mut self, call: CallId, serial: u64, found: Result<IpAddr, Failure>) {
        let Some(queue) = self.first_of_queue(call, serial) else { return };
        if matches!(self.sockets.head(queue).map(|head| &head.state), Some(CallState::Resolving)) {
            self.resolved(queue, found);
        }
    }

    fn blocking_ended(&mut self, call: CallId, serial: u64, outcome: Outcome, hold: Option<Hold>) {
        if let Some(CallLocation::Thread(placed, mut times)) = self.pending.location(call)
            && placed == serial
        {
            times.end();
            self.pending.remove(call);
            self.answer_with(call, times, outcome, hold);
        }
    }

    fn socket_ready(&mut self, ReadySocket { socket, events }: ReadySocket) {
        let awaited = self.sockets.get(socket).and_then(SocketEntry::interest);
        for side in [Side::Inward, Side::Outward] {
            let queue = QueueId { socket, side };
            if let Some(CallState::Blocked(_, awaited)) =
                self.sockets.head(queue).map(|head| &head.state)
                && events.0 & (*awaited | ALWAYS).0 != 0
            {
                self.attempt(queue, true);
            }
        }
        let Some(entry) = self.sockets.get(socket) else { return };
        let counts = |asked: PollEvents| events.0 & (asked | ALWAYS).0 != 0;
        let polls = entry.polls.iter().filter(|(_, asked)| counts(**asked));
        let polls: Vec<CallId> = polls.map(|(call, _)| *call).collect();
        self.schedule_polls(polls);
        if awaited.is_some_and(|awaited| events.0 & !(awaited | ALWAYS).0 == 0) {
            self.add_interest(socket);
        } else {
            self.sync_interest(socket);
        }
    }

    fn on_timer(&mut self, Timer { call, serial, kind }: Timer) {
        if let Some(queue) = self.first_of_queue(call, serial) {
            let Some(entry) = self.sockets.get_mut(queue.socket) else { return };
            let closed = entry.closed;
            let Some(queued) = entry.queue(queue.side).front_mut() else { return };
            queued.timers.fired(kind);
            match kind {
                TimerKind::Retry => {
                    self.attempt(queue, false);
                    self.add_interest(queue.socket);
                }
                TimerKind::Deadline => {
                    queued.times.end();
                    let outcome = match queued.state.operation() {
                        // poll(2) ends by reporting a number that is no descriptor any more.
                        Some(operation) if closed => operation.bad_descriptor(),
                        Some(Operation::Connect(connect)) => connect.timed_out(),
                        _ => Err(Failure::timed_out()),
                    };
                    self.finish_head(queue, outcome);
                }
            }
        } else if let Some(poll) = self.polls.get_mut(call)
            && poll.serial == serial
        {
            poll.timers.fired(kind);
            self.expire_poll(call);
        }
    }

    /// The queue whose first call this is; `None` for a call that has ended since.
    fn first_of_queue(&mut self, call: CallId, serial: u64) -> Option<QueueId> {
        let Some(CallLocation::Queue(queue)) = self.pending.location(call) else { return None };
        self.sockets.is_head(queue, call, serial).then_some(queue)
    }

    /// Registers more events for a socket.
    pub(super) fn add_events(&mut self, id: SocketId, events: PollEvents) {
        let awaited = self.sockets.get(id).and_then(|entry| entry.awaited);
        if !awaited.is_some_and(|awaited| awaited.contains(events)) {
            self.add_interest(id);
        }
    }

    /// Registers with epoll what the socket's pending calls wait for. Events that no call waits for
    /// stay registered until they fire once, because the next call usually waits for the same ones.
    pub(super) fn add_interest(&mut self, id: SocketId) {
        let Some(entry) = self.sockets.get(id) else { return };
        let Some(interest) = entry.interest() else { return };
        if !entry.awaited.is_some_and(|awaited| awaited.contains(interest)) {
            self.sync_interest(id);
        }
    }

    /// Registers with epoll exactly what the socket's pending calls wait for.
    fn sync_interest(&mut self, id: SocketId) {
        let Some(entry) = self.sockets.get_mut(id) else { return };
        let interest = entry.interest();
        if interest != entry.awaited {
            match self.ready.set(id, &entry.socket, entry.awaited, interest) {
                Ok(()) => entry.awaited = interest,
                Err(error) => self.fault = Some(error),
            }
        }
    }
}

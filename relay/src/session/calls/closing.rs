//! close(2), and what it leaves to the calls in progress.
//!
//! The kernel counts references to an open socket: close takes the descriptor away, and each call in
//! progress keeps the socket. Here the descriptor is the socket's name for the page. The last call to
//! return really closes the socket: only then its FIN leaves, or its port is free. The kernel closes
//! before that call returns, so with SO_LINGER it is this return that waits.

use lab_shared::call::{CallId, Outcome, SocketId, Value};
use lab_shared::errno::Errno;
use lab_shared::kernel::WatchEnd;

use super::engine::Engine;
use super::entry::{QueueId, Side};
use super::pending::CallLocation;
use crate::resources::account::Hold;
use crate::resources::limits::MAX_LINGER_SECONDS;
use crate::session::clock::CallTimes;
use crate::socket::{Socket, failed};

/// A call that has its outcome and is not answered yet.
#[derive(Debug)]
pub(super) struct EndedCall {
    pub(super) id: CallId,
    pub(super) times: CallTimes,
    pub(super) outcome: Outcome,
    /// What the bytes of its outcome take.
    pub(super) hold: Option<Hold>,
    /// It was reported that the call waits.
    pub(super) reported: bool,
}

/// A socket without a descriptor that no call needs any more.
#[derive(Debug)]
pub(super) struct UnusedSocket {
    id: SocketId,
    socket: Socket,
    watch_end: Option<WatchEnd>,
}

impl Engine {
    /// `close`: no later call finds the socket; calls in progress keep it.
    pub(super) fn close(&mut self, id: CallId, socket: SocketId) {
        let times = CallTimes::new(self.clock);
        let Some(entry) = self.sockets.open_mut(socket) else {
            return self.answer(id, times, Err(failed(Errno::Ebadf)));
        };
        entry.closed = true;
        // A call whose name is being looked up has not entered the kernel. It ends, and so do those
        // behind it.
        let outside = [Side::Inward, Side::Outward].map(|side| QueueId { socket, side });
        let outside = outside.map(|queue| self.take_outside_kernel(queue));
        let unused = self.take_unused(socket);
        let outcome = Ok(Value::None);
        let ended = EndedCall { id, times, outcome, hold: None, reported: false };
        self.answer_closing(ended, unused.into_iter().collect());
        for mut queued in outside.into_iter().flatten() {
            self.release(&mut queued);
            queued.times.end();
            self.answer(queued.id, queued.times, Err(failed(Errno::Ebadf)));
        }
    }

    /// Takes out a socket whose descriptor is closed, if no call is in progress on it any more.
    pub(super) fn take_unused(&mut self, id: SocketId) -> Option<UnusedSocket> {
        let entry = self.sockets.take_unused(id)?;
        let watch_end = self.watch_closing(id, &entry.socket);
        if entry.awaited.is_some() {
            // A descriptor leaves the set when it is closed, so a failure here changes nothing.
            let _ = self.ready.set(id, &entry.socket, entry.awaited, None);
        }
        Some(UnusedSocket { id, socket: entry.socket, watch_end })
    }

    /// Closes the sockets that a call was the last to use, and then answers the call. A thread waits
    /// for a close(2) that SO_LINGER makes wait. If none is free, that close continues in the
    /// background, as without the option.
    pub(super) fn answer_closing(&mut self, mut call: EndedCall, unused: Vec<UnusedSocket>) {
        if unused.is_empty() {
            return self.answer_with(call.id, call.times, call.outcome, call.hold);
        }
        let ends = unused.iter().map(|unused| (unused.id, unused.watch_end));
        let ends: Vec<_> = ends.collect();
        let sockets: Vec<_> = unused.into_iter().map(|unused| unused.socket).collect();
        let lingers = sockets.iter().any(|socket| socket.linger().is_some());
        let slot = if lingers { self.blocking.reserve() } else { None };
        for socket in &sockets {
            let Some(seconds) = socket.linger() else { continue };
            let linger = slot.is_some().then_some(seconds.min(MAX_LINGER_SECONDS));
            if let Err(error) = socket.set_linger(linger) {
                tracing::warn!(%error, "a close may wait longer than the relay allows");
            }
        }
        if let Some(slot) = slot {
            call.times.enter();
            let serial = self.pending.next_serial();
            self.pending.place(call.id, CallLocation::Thread(serial, call.times));
            if !call.reported {
                self.report_blocked(call.id, &call.times);
            }
            self.blocking.close(call.id, serial, sockets, (call.outcome, call.hold), slot);
        } else {
            call.times.around(|| drop(sockets));
            self.answer_with(call.id, call.times, call.outcome, call.hold);
        }
        for (id, watch_end) in ends {
            if let Some(why) = watch_end {
                self.unwatch(id, why);
            }
        }
    }
}

//! `poll`: waiting for several sockets at once, as poll(2) does.

use lab_shared::call::{CallId, Outcome, PollEntry, PollEvents, Value};

use super::clock::Moment;
use super::engine::{Engine, Place};
use super::timeout::Timeout;
use super::timers::Alarms;
use crate::socket::poll_now;

/// A poll that waits.
#[derive(Debug)]
pub(crate) struct PendingPoll {
    pub(super) serial: u64,
    entries: Vec<PollEntry>,
    moment: Moment,
    pub(super) alarms: Alarms,
}

impl Engine {
    /// Looks, and waits where nothing is so yet.
    pub(super) fn begin_poll(&mut self, id: CallId, entries: Vec<PollEntry>, seconds: Option<f64>) {
        let mut moment = Moment::new(self.clock);
        let timeout = match Timeout::from_select(seconds) {
            Ok(timeout) => timeout,
            Err(failure) => return self.answer(id, moment, Err(failure)),
        };
        let ready = moment.around(|| self.look(&entries));
        if !ready.is_empty() || timeout == Timeout::Never {
            self.answer(id, moment, Ok(Value::Ready(ready)));
            return self.settle_connects(&entries);
        }
        let serial = self.next_serial();
        self.place(id, Place::Poll);
        let mut alarms = Alarms::default();
        if let Timeout::After(limit) = timeout {
            self.timers.set_deadline(&mut alarms, (id, serial), limit);
        }
        for PollEntry { socket, events } in &entries {
            if let Some(entry) = self.sockets.get_mut(socket) {
                entry.polls.push((id, *events));
            }
            self.await_socket(*socket);
        }
        self.tell_blocked(id, &moment);
        self.polls.insert(id, PendingPoll { serial, entries, moment, alarms });
    }

    /// Looks again for a poll that waits, and ends it if something is so.
    pub(super) fn look_again(&mut self, id: CallId) {
        let Some(mut poll) = self.polls.remove(&id) else { return };
        let ready = poll.moment.around(|| self.look(&poll.entries));
        self.polls.insert(id, poll);
        if !ready.is_empty() {
            self.finish_poll(id, Ok(Value::Ready(ready)));
        }
    }

    /// Ends a poll for which nothing was so.
    pub(super) fn end_poll(&mut self, id: CallId, outcome: Outcome) {
        if let Some(poll) = self.polls.get_mut(&id) {
            poll.moment.end();
        }
        self.finish_poll(id, outcome);
    }

    fn finish_poll(&mut self, id: CallId, outcome: Outcome) {
        let Some(mut poll) = self.polls.remove(&id) else { return };
        self.timers.clear(&mut poll.alarms);
        self.unplace(id);
        for PollEntry { socket, .. } in &poll.entries {
            if let Some(entry) = self.sockets.get_mut(socket) {
                entry.polls.retain(|(call, _)| *call != id);
            }
            self.await_socket(*socket);
        }
        self.answer(id, poll.moment, outcome);
        self.settle_connects(&poll.entries);
    }

    /// What is so of the sockets now, in the order they were asked for.
    fn look(&self, entries: &[PollEntry]) -> Vec<PollEntry> {
        let open: Vec<_> = entries
            .iter()
            .filter_map(|entry| {
                self.sockets.get(&entry.socket).map(|open| (&open.socket, entry.events))
            })
            .collect();
        let mut found = poll_now(&open).into_iter();
        let now = entries.iter().map(|entry| {
            let closed = !self.sockets.contains_key(&entry.socket);
            let events = if closed { PollEvents::NVAL } else { found.next().unwrap_or_default() };
            PollEntry { socket: entry.socket, events }
        });
        now.filter(|entry| !entry.events.is_empty()).collect()
    }

    /// A poll is where a non-blocking connect's end is seen, and with it the peer's address.
    fn settle_connects(&mut self, entries: &[PollEntry]) {
        for PollEntry { socket, .. } in entries {
            if self.sockets.get(socket).is_some_and(|entry| entry.connecting) {
                self.tell_addresses(*socket);
            }
        }
    }
}

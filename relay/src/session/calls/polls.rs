//! `poll`: waiting for several sockets at once, as poll(2) does.

use std::collections::HashMap;

use lab_shared::call::{CallId, Outcome, PollEntry, PollEvents, Rule, SocketId, Value};

use super::closing::EndedCall;
use super::engine::{Due, Engine};
use super::entry::SocketEntry;
use super::hosts::LOST;
use super::pending::CallLocation;
use super::timeout::Timeout;
use super::timers::CallTimers;
use super::wakeups::ALWAYS;
use crate::resources::limits::{LOOK_BYTES, MAX_PENDING_ENTRIES};
use crate::session::clock::CallTimes;
use crate::socket::poll_now;

/// A poll that waits.
#[derive(Debug)]
pub(crate) struct PendingPoll {
    pub(super) serial: u64,
    entries: Entries,
    times: CallTimes,
    pub(super) timers: CallTimers,
    /// It is about to be looked at.
    due: bool,
}

/// The polls of a session that wait.
#[derive(Debug, Default)]
pub(super) struct Polls {
    calls: HashMap<CallId, PendingPoll>,
    /// Entries of all of them.
    entries: usize,
}

impl Polls {
    /// Whether a poll of `entries` may wait too.
    fn has_room(&self, entries: usize) -> bool {
        self.entries + entries <= MAX_PENDING_ENTRIES
    }

    /// A poll that waits.
    pub(super) fn get_mut(&mut self, id: CallId) -> Option<&mut PendingPoll> {
        self.calls.get_mut(&id)
    }

    fn insert(&mut self, id: CallId, poll: PendingPoll) {
        self.entries += poll.entries.asked.len();
        self.calls.insert(id, poll);
    }

    fn remove(&mut self, id: CallId) -> Option<PendingPoll> {
        let poll = self.calls.remove(&id)?;
        self.entries -= poll.entries.asked.len();
        Some(poll)
    }
}

/// What a poll waits for.
#[derive(Debug)]
struct Entries {
    /// As the page asked, in its order.
    asked: Vec<PollEntry>,
    /// Each socket once, with all that is asked of it, in the order of the sockets' numbers.
    sockets: Vec<PollEntry>,
}

impl Entries {
    fn new(asked: Vec<PollEntry>) -> Self {
        let mut sockets = asked.clone();
        sockets.sort_unstable_by_key(|entry| entry.socket);
        sockets.dedup_by(|next, kept| {
            let same = next.socket == kept.socket;
            if same {
                kept.events = kept.events | next.events;
            }
            same
        });
        Self { asked, sockets }
    }

    /// What poll(2) returns for the entries as asked, when the sockets have the events `ready`.
    fn answer(&self, ready: &[PollEvents]) -> Vec<PollEntry> {
        if ready.iter().all(|events| events.is_empty()) {
            return Vec::new();
        }
        let tell = |&PollEntry { socket, events }: &PollEntry| {
            let at = self.sockets.binary_search_by_key(&socket, |entry| entry.socket).ok()?;
            let told = PollEvents(ready[at].0 & (events | ALWAYS | PollEvents::NVAL).0);
            (!told.is_empty()).then_some(PollEntry { socket, events: told })
        };
        self.asked.iter().filter_map(tell).collect()
    }
}

impl Engine {
    /// Polls once, and waits if nothing is ready.
    pub(super) fn begin_poll(&mut self, id: CallId, asked: Vec<PollEntry>, seconds: Option<f64>) {
        let mut times = CallTimes::new(self.clock);
        let timeout = match Timeout::from_select(seconds) {
            Ok(timeout) => timeout,
            Err(failure) => return self.answer(id, times, Err(failure)),
        };
        self.work += asked.len() * LOOK_BYTES;
        let entries = Entries::new(asked);
        let ready = times.around(|| self.look(&entries));
        if !ready.is_empty() || timeout == Timeout::Never {
            self.answer(id, times, Ok(Value::Ready(ready)));
            return self.report_connected(&entries);
        }
        if !self.polls.has_room(entries.asked.len()) {
            return self.refuse(id, times, Rule::MaxPollEntries);
        }
        let serial = self.pending.next_serial();
        self.pending.place(id, CallLocation::Poll);
        let mut timers = CallTimers::default();
        if let Timeout::After(limit) = timeout {
            self.timers.set_deadline(&mut timers, (id, serial), limit);
        }
        for &PollEntry { socket, events } in &entries.sockets {
            if let Some(entry) = self.sockets.get_mut(socket) {
                entry.polls.insert(id, events);
            }
            self.add_events(socket, events);
        }
        self.report_blocked(id, &times);
        self.polls.insert(id, PendingPoll { serial, entries, times, timers, due: false });
    }

    /// Schedules another look for each of these polls, in a step of its own.
    pub(super) fn schedule_polls(&mut self, polls: impl IntoIterator<Item = CallId>) {
        for call in polls {
            if let Some(poll) = self.polls.get_mut(call)
                && !poll.due
            {
                poll.due = true;
                self.due.push_back(Due::Look(call));
            }
        }
    }

    /// Polls again for a call that waits, and ends it if something is ready.
    pub(super) fn poll_again(&mut self, id: CallId) {
        let Some(mut poll) = self.polls.remove(id) else { return };
        poll.due = false;
        let ready = poll.times.around(|| self.look(&poll.entries));
        self.polls.insert(id, poll);
        if !ready.is_empty() {
            self.finish_poll(id, Ok(Value::Ready(ready)));
        }
    }

    /// Ends a poll whose time is over. Like the kernel it looks once more, and finds descriptors that
    /// were closed meanwhile.
    pub(super) fn expire_poll(&mut self, id: CallId) {
        let Some(mut poll) = self.polls.remove(id) else { return };
        let ready = poll.times.around(|| self.look(&poll.entries));
        self.polls.insert(id, poll);
        self.finish_poll(id, Ok(Value::Ready(ready)));
    }

    /// Ends a poll without a ready socket.
    pub(super) fn end_poll(&mut self, id: CallId, outcome: Outcome) {
        if let Some(poll) = self.polls.get_mut(id) {
            poll.times.end();
        }
        self.finish_poll(id, outcome);
    }

    fn finish_poll(&mut self, id: CallId, outcome: Outcome) {
        let Some(mut poll) = self.polls.remove(id) else { return };
        self.timers.clear(&mut poll.timers);
        self.pending.remove(id);
        let mut unused = Vec::new();
        for PollEntry { socket, .. } in &poll.entries.sockets {
            if let Some(entry) = self.sockets.get_mut(*socket) {
                entry.polls.remove(&id);
                unused.extend(self.take_unused(*socket));
            }
        }
        let ended = EndedCall { id, times: poll.times, outcome, hold: None, reported: true };
        self.answer_closing(ended, unused);
        self.report_connected(&poll.entries);
    }

    /// The events the sockets have now, in the order they were asked for.
    fn look(&mut self, entries: &Entries) -> Vec<PollEntry> {
        self.work += entries.sockets.len() * LOOK_BYTES;
        let socket = |id: SocketId| self.sockets.open(id).map(|entry| &entry.socket);
        let is_lost = |id| self.sockets.open(id).is_some_and(SocketEntry::is_lost);
        let open: Vec<_> = entries
            .sockets
            .iter()
            .filter_map(|entry| Some((socket(entry.socket)?, entry.events)))
            .collect();
        let mut found = poll_now(&open).into_iter();
        let now = entries.sockets.iter().map(|entry| match socket(entry.socket) {
            Some(_) if is_lost(entry.socket) => {
                found.next();
                LOST
            }
            Some(_) => found.next().unwrap_or_default(),
            None => PollEvents::NVAL,
        });
        entries.answer(&now.collect::<Vec<_>>())
    }

    /// A poll is where a non-blocking connect's end is seen, and with it the peer's address.
    fn report_connected(&mut self, entries: &Entries) {
        for PollEntry { socket, .. } in &entries.sockets {
            if self.sockets.get(*socket).is_some_and(|entry| entry.connecting) {
                self.report_addresses(*socket);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::sync::Arc;

    use bytes::Bytes;
    use lab_shared::call::{Failure, Family, MsgFlags, Op, SocketType};
    use lab_shared::wire::{Call, ToPage};

    use super::super::outbox::Outgoing;
    use super::*;
    use crate::config::Config;
    use crate::session::SessionContext;
    use crate::session::clock::Clock;

    const IN: PollEvents = PollEvents::IN;
    const OUT: PollEvents = PollEvents::OUT;
    const HUP: PollEvents = PollEvents::HUP;
    const NVAL: PollEvents = PollEvents::NVAL;

    fn entries(pairs: &[(u32, PollEvents)]) -> Vec<PollEntry> {
        pairs
            .iter()
            .map(|&(socket, events)| PollEntry { socket: SocketId(socket), events })
            .collect()
    }

    #[test]
    fn a_socket_that_is_named_often_is_looked_at_once() {
        let poll = Entries::new(entries(&[(7, IN); 2600]));
        assert_eq!(poll.sockets, entries(&[(7, IN)]));
        assert_eq!(poll.answer(&[IN]), entries(&[(7, IN); 2600]), "as poll(2) tells it");
        assert_eq!(poll.answer(&[PollEvents(0)]), []);
    }

    #[test]
    fn each_entry_is_told_what_it_asked_for_in_the_order_asked() {
        let poll = Entries::new(entries(&[(9, OUT), (7, IN), (9, IN), (8, IN), (7, OUT)]));
        assert_eq!(poll.sockets, entries(&[(7, IN | OUT), (8, IN), (9, IN | OUT)]));
        let told = poll.answer(&[OUT | HUP, NVAL, IN]);
        assert_eq!(told, entries(&[(7, HUP), (9, IN), (8, NVAL), (7, OUT | HUP)]));
    }

    /// An engine with a pair of connected sockets, 1 and 2.
    fn engine() -> Engine {
        let context =
            SessionContext::new(&Config::default(), Vec::new(), Vec::new(), None).unwrap();
        let memory = context.memory.page();
        let mut engine =
            Engine::new(Arc::new(context), Clock::start(), SocketId(1), memory).unwrap();
        let pair = Op::Socketpair { family: Family::Unix, kind: SocketType::Stream, proto: 0 };
        call(&mut engine, 0, None, pair, b"");
        engine
    }

    fn call(engine: &mut Engine, id: u32, socket: Option<u32>, op: Op, bytes: &'static [u8]) {
        let (id, socket) = (CallId(id), socket.map(SocketId));
        let hold = engine.memory.waiting.open();
        engine
            .call(Call { id, socket, host: None, op, bytes: Bytes::from_static(bytes) }, hold)
            .unwrap();
    }

    fn poll(engine: &mut Engine, id: u32, asked: &[(u32, PollEvents)]) {
        call(engine, id, None, Op::Poll { entries: entries(asked), seconds: None }, b"");
    }

    /// The outcomes of the calls that have returned.
    fn returns(engine: &mut Engine) -> Vec<Outcome> {
        let told = std::iter::from_fn(|| engine.poll_message());
        let outcome = |told: Outgoing| match told.message {
            ToPage::Return(ended) => Some(ended.outcome),
            _ => None,
        };
        told.filter_map(outcome).collect()
    }

    #[tokio::test]
    async fn of_the_polls_that_one_socket_wakes_each_is_looked_at_once_and_in_a_step_of_its_own() {
        let mut engine = engine();
        let (asked, polls) = ([(1, IN); 8], 500);
        (1..=polls).for_each(|id| poll(&mut engine, id, &asked));
        // Also one that is not ready.
        poll(&mut engine, 501, &[(1, PollEvents::PRI)]);
        call(&mut engine, 502, Some(2), Op::Send { flags: MsgFlags::NONE }, b"x");
        assert_eq!(returns(&mut engine).len(), 2);
        engine.take_work();
        let wake = poll_fn(|cx| engine.poll_wake(cx)).await.unwrap();
        engine.handle_wake(wake);
        assert_eq!(engine.take_work(), 0, "what a socket wakes is looked at later");
        let mut steps = 0;
        while engine.handle_next() {
            assert!(engine.take_work() <= LOOK_BYTES, "eight equal entries are one socket");
            steps += 1;
        }
        assert_eq!(steps, polls);
        let told = Ok(Value::Ready(entries(&asked)));
        let returns = returns(&mut engine);
        assert!(returns.len() == polls as usize && returns.iter().all(|ended| *ended == told));
        assert_eq!(engine.polls.entries, 1);
    }

    #[tokio::test]
    async fn polls_keep_a_closed_socket_until_something_wakes_them() {
        let mut engine = engine();
        (1..=2).for_each(|id| poll(&mut engine, id, &[(1, IN), (1, IN)]));
        poll(&mut engine, 3, &[(1, PollEvents::PRI)]);
        call(&mut engine, 4, Some(1), Op::Close, b"");
        poll(&mut engine, 5, &[(1, IN)]);
        let gone = |entries: usize| Ok(Value::Ready(self::entries(&[(1, NVAL)].repeat(entries))));
        assert_eq!(returns(&mut engine)[1..], [Ok(Value::None), gone(1)]);
        assert!(!engine.handle_next(), "close wakes no poll");
        call(&mut engine, 6, Some(2), Op::Send { flags: MsgFlags::NONE }, b"x");
        let wake = poll_fn(|cx| engine.poll_wake(cx)).await.unwrap();
        engine.handle_wake(wake);
        while engine.handle_next() {}
        assert_eq!(returns(&mut engine), [Ok(Value::Sent(1)), gone(2), gone(2)]);
        assert!(engine.sockets.kernel_socket(SocketId(1)).is_some(), "one poll waits on");
        engine.cancel(CallId(3));
        assert_eq!(returns(&mut engine), [Err(Failure::cancelled())]);
        assert!(engine.sockets.kernel_socket(SocketId(1)).is_none());
        assert_eq!(engine.polls.entries, 0);
    }

    #[tokio::test]
    async fn the_polls_of_a_page_wait_for_a_bounded_number_of_entries() {
        let mut engine = engine();
        let most = vec![(1, IN); MAX_PENDING_ENTRIES / 4];
        poll(&mut engine, 1, &most[1..]);
        (10..13).for_each(|id| poll(&mut engine, id, &most));
        poll(&mut engine, 2, &[(1, IN), (2, IN)]);
        let refused = Err(Failure::refused(Rule::MaxPollEntries));
        assert_eq!(returns(&mut engine).last(), Some(&refused));
        poll(&mut engine, 3, &[(1, IN), (1, OUT)]);
        let told = Ok(Value::Ready(entries(&[(1, OUT)])));
        assert_eq!(returns(&mut engine), [told], "one that need not wait is answered");
        poll(&mut engine, 4, &[(2, IN)]);
        assert_eq!(returns(&mut engine), []);
        [1, 10, 11, 12].into_iter().for_each(|id| engine.cancel(CallId(id)));
        assert_eq!(engine.polls.entries, 1);
        poll(&mut engine, 5, &[(1, IN), (2, IN)]);
        assert_eq!(engine.polls.entries, 3);
    }
}

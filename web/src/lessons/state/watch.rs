//! Follows the timeline and the programs, and reports each event once, in the order of the events.

use std::collections::BTreeSet;

use lab_shared::call::CallId;
use lab_shared::trace::{CallRecord, Role, Timeline};

use crate::programs::state::program::{Phase, Program, Programs};
use crate::worker::message::Fault;

#[derive(Debug, Clone, Copy)]
pub(crate) enum Event<'a> {
    /// A call blocks.
    Blocked(&'a CallRecord),
    /// A call ended.
    Ended(&'a CallRecord),
    /// A program wrote a line, or more of the line with this number.
    Printed(Role, u64, &'a str),
    /// A program ended.
    Finished(Role, Option<&'a Fault>),
}

/// The position up to which events were reported.
#[derive(Debug, Clone)]
pub(crate) struct Watch {
    last: CallId,
    /// Calls that had not ended, and whether they were reported as blocked.
    open: BTreeSet<(CallId, bool)>,
    server: Half,
    client: Half,
}

#[derive(Debug, Clone, Default)]
struct Half {
    run: u32,
    /// The first line of the console that is not fully reported.
    line: u64,
    /// How much of that line was reported.
    told: usize,
    ended: bool,
}

impl Watch {
    /// A watch that begins now: earlier events are not reported.
    #[must_use]
    pub(crate) fn from_now(timeline: &Timeline, programs: &Programs) -> Self {
        let mut watch = Self {
            last: CallId(0),
            open: BTreeSet::new(),
            server: Half::default(),
            client: Half::default(),
        };
        watch.follow(timeline, programs, |_| {});
        // Calls that were made before are no part of this attempt.
        watch.open.clear();
        watch
    }

    /// Reports the events since the last look, in the order the page learned of them. The cost
    /// grows with their number, not with the timeline.
    pub(crate) fn follow(
        &mut self,
        timeline: &Timeline,
        programs: &Programs,
        mut told: impl FnMut(Event<'_>),
    ) {
        let mut events: Vec<(u64, Heard<'_>)> = Vec::new();
        let before = std::mem::take(&mut self.open);
        let known = before.into_iter().filter_map(|(id, told)| Some((timeline.call(id)?, told)));
        let from = timeline.first_after(self.last);
        let new = timeline.range(from..timeline.calls().len()).map(|call| (call, false));
        for (call, blocked_told) in known.chain(new) {
            if call.blocked_by > 0 && !blocked_told {
                events.push((call.blocked_by, Heard::Blocked(call)));
            }
            if call.is_pending() {
                self.open.insert((call.id, call.blocked_by > 0));
            } else if call.ended_by > 0 {
                events.push((call.ended_by, Heard::Ended(call)));
            }
            self.last = self.last.max(call.id);
        }
        self.server.follow(Role::Server, &programs.server, &mut events);
        self.client.follow(Role::Client, &programs.client, &mut events);
        // Stable: a program's output after a record comes after it, and in its own order.
        events.sort_by_key(|(order, _)| *order);
        for (_, heard) in &events {
            told(match heard {
                Heard::Blocked(call) => Event::Blocked(call),
                Heard::Ended(call) => Event::Ended(call),
                Heard::Printed(side, number, line) => Event::Printed(*side, *number, line),
                Heard::Finished(side, fault) => Event::Finished(*side, *fault),
            });
        }
    }
}

/// An event before it is reported.
enum Heard<'a> {
    Blocked(&'a CallRecord),
    Ended(&'a CallRecord),
    Printed(Role, u64, String),
    Finished(Role, Option<&'a Fault>),
}

impl Half {
    fn follow<'a>(&mut self, side: Role, program: &'a Program, events: &mut Vec<(u64, Heard<'a>)>) {
        if self.run != program.runs {
            *self = Self { run: program.runs, ..Self::default() };
        }
        let console = &program.console;
        for (number, line) in console.since(self.line) {
            let written = line.written();
            let length = written.len();
            if number > self.line || length > self.told {
                events.push((line.after, Heard::Printed(side, number, written)));
            }
            (self.line, self.told) = (number, length);
        }
        if !console.is_open() && console.written() > self.line {
            (self.line, self.told) = (console.written(), 0);
        }
        if let Phase::Finished { error, .. } = &program.phase
            && !self.ended
        {
            self.ended = true;
            events.push((program.ended_after, Heard::Finished(side, error.as_ref())));
        }
    }
}

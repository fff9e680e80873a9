//! Follows the timeline and the programs, and tells each event once, in the order it happened.

use std::collections::BTreeSet;

use lab_shared::call::{CallId, Micros};
use lab_shared::trace::{CallRecord, Role, Timeline};

use crate::state::program::message::Fault;
use crate::state::program::{Phase, Program, Programs};

/// Something that happened.
#[derive(Debug, Clone, Copy)]
pub enum Event<'a> {
    /// A call began to wait.
    Blocked(&'a CallRecord),
    /// A call ended.
    Ended(&'a CallRecord),
    /// A program wrote a line, or more of the line with this number.
    Printed(Role, u64, &'a str),
    /// A program ended.
    Finished(Role, Option<&'a Fault>),
}

/// How far the events were told.
#[derive(Debug, Clone)]
pub struct Watch {
    last: CallId,
    /// Calls that had not ended, and whether it was told that they wait.
    open: BTreeSet<(CallId, bool)>,
    server: Half,
    client: Half,
}

#[derive(Debug, Clone, Default)]
struct Half {
    run: u32,
    /// The first line of the console that may still be news.
    line: u64,
    /// How much of that line was told.
    told: usize,
    ended: bool,
}

impl Watch {
    /// A watch that begins now: what happened before is no news.
    #[must_use]
    pub fn from_now(timeline: &Timeline, programs: &Programs) -> Self {
        let mut watch = Self {
            last: CallId(0),
            open: BTreeSet::new(),
            server: Half::default(),
            client: Half::default(),
        };
        watch.follow(timeline, programs, |_| {});
        // Calls that were made before say nothing of what is done now.
        watch.open.clear();
        watch
    }

    /// Tells what happened since. Its cost grows with that, not with the timeline.
    pub fn follow(
        &mut self,
        timeline: &Timeline,
        programs: &Programs,
        mut told: impl FnMut(Event<'_>),
    ) {
        let mut events: Vec<(Micros, CallId, bool)> = Vec::new();
        let before = std::mem::take(&mut self.open);
        let known = before.into_iter().filter_map(|(id, told)| Some((timeline.call(id)?, told)));
        let from = timeline.first_after(self.last);
        let new = timeline.range(from..timeline.calls().len()).map(|call| (call, false));
        for (call, blocked_told) in known.chain(new) {
            if let Some(at) = call.blocked.filter(|_| !blocked_told) {
                events.push((at, call.id, false));
            }
            if call.is_pending() {
                self.open.insert((call.id, call.blocked.is_some()));
            } else if call.outcome.is_some() {
                events.push((call.returned.unwrap_or_default(), call.id, true));
            }
            self.last = self.last.max(call.id);
        }
        events.sort_unstable();
        for (_, id, ended) in events {
            let Some(call) = timeline.call(id) else { continue };
            told(if ended { Event::Ended(call) } else { Event::Blocked(call) });
        }
        self.server.follow(Role::Server, &programs.server, &mut told);
        self.client.follow(Role::Client, &programs.client, &mut told);
    }
}

impl Half {
    fn follow(&mut self, side: Role, program: &Program, told: &mut impl FnMut(Event<'_>)) {
        if self.run != program.runs {
            *self = Self { run: program.runs, ..Self::default() };
        }
        let console = &program.console;
        for (number, line) in console.since(self.line) {
            let written = line.written();
            if number > self.line || written.len() > self.told {
                told(Event::Printed(side, number, &written));
            }
            (self.line, self.told) = (number, written.len());
        }
        if !console.is_open() && console.written() > self.line {
            (self.line, self.told) = (console.written(), 0);
        }
        if let Phase::Finished { error, .. } = &program.phase
            && !self.ended
        {
            self.ended = true;
            told(Event::Finished(side, error.as_ref()));
        }
    }
}

//! Which checks of a lesson are done. A check receives every event once.

use std::collections::BTreeMap;

use lab_shared::call::{CallId, CallName};
use lab_shared::lesson::{CallIs, Check, Events, Pattern, What};
use lab_shared::text::Encoding;
use lab_shared::trace::{CallRecord, Role, Timeline};

use super::matching::{matches, side};
use super::watch::{Event, Watch};
use crate::programs::state::program::Programs;

/// How far one check is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct CheckProgress {
    /// The patterns of a sequence that came.
    pub passed: usize,
    /// How often the next one came.
    times: u32,
    /// The console line that counted last for it.
    line: Option<(Role, u64)>,
    /// Whether everything came.
    pub done: bool,
}

/// The checks of a lesson against the real events.
#[derive(Debug, Clone)]
pub(crate) struct CheckTracker {
    watch: Watch,
    checks: Vec<(Check, CheckProgress)>,
    encoding: Encoding,
    /// The calls that wait now.
    waiting: BTreeMap<CallId, (Option<Role>, CallName)>,
}

impl CheckTracker {
    /// A tracker of which nothing is done; what happened before does not count.
    #[must_use]
    pub(crate) fn new(
        checks: Vec<Check>,
        encoding: Encoding,
        timeline: &Timeline,
        programs: &Programs,
    ) -> Self {
        let checks = checks.into_iter().map(|check| (check, CheckProgress::default())).collect();
        let watch = Watch::from_now(timeline, programs);
        Self { watch, checks, encoding, waiting: BTreeMap::new() }
    }

    /// How far the checks are, in the lesson's order.
    pub(crate) fn progress(&self) -> impl ExactSizeIterator<Item = &CheckProgress> {
        self.checks.iter().map(|(_, done)| done)
    }

    /// Takes in what happened since; whether that changed anything.
    pub(crate) fn follow(&mut self, timeline: &Timeline, programs: &Programs) -> bool {
        let Self { watch, checks, encoding, waiting } = self;
        let mut changed = false;
        watch.follow(timeline, programs, |event| {
            match event {
                Event::Blocked(call) => {
                    waiting.insert(call.id, (side(call), call.op.name()));
                }
                Event::Ended(call) => {
                    waiting.remove(&call.id);
                }
                Event::Printed(..) | Event::Finished(..) => {}
            }
            for (check, done) in checks.iter_mut().filter(|(_, done)| !done.done) {
                changed |= match &check.events {
                    Events::Sequence(patterns) => done.next(patterns, event, *encoding),
                    Events::Together(patterns) => {
                        done.done = patterns.iter().all(|pattern| together(pattern, waiting));
                        done.done
                    }
                };
            }
        });
        // A call that was lost with its relay waits no longer.
        waiting.retain(|id, _| timeline.call(*id).is_some_and(CallRecord::is_pending));
        changed
    }
}

fn together(pattern: &Pattern, waiting: &BTreeMap<CallId, (Option<Role>, CallName)>) -> bool {
    let What::Call(name, CallIs::Blocked) = &pattern.what else { return false };
    let is = |(side, call): &&(Option<Role>, CallName)| call == name && pattern.who.means(*side);
    waiting.values().filter(is).count() >= pattern.times as usize
}

impl CheckProgress {
    /// The event may be the next of the sequence; whether it was.
    fn next(&mut self, patterns: &[Pattern], event: Event<'_>, encoding: Encoding) -> bool {
        let Some(pattern) = patterns.get(self.passed) else {
            // Nothing to wait for is done by itself.
            self.done = true;
            return true;
        };
        if !matches(pattern, event, encoding) {
            return false;
        }
        if let Event::Printed(side, number, _) = event {
            // A line that grows counts once.
            if self.line.replace((side, number)) == Some((side, number)) {
                return false;
            }
        }
        self.times += 1;
        if self.times >= pattern.times {
            (self.passed, self.times) = (self.passed + 1, 0);
            // The next pattern may be on the same line.
            self.line = None;
            self.done = self.passed == patterns.len();
        }
        true
    }
}

#[cfg(test)]
mod tests;

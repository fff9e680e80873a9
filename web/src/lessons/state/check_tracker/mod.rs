//! Which checks of a lesson are done. A check receives every event once.

use std::collections::BTreeMap;

use lab_shared::call::{CallId, CallName};
use lab_shared::lesson::{CallIs, Check, Events, Pattern, What};
use lab_shared::text::Encoding;
use lab_shared::trace::{CallRecord, Role, Timeline};

use super::matching::{matches, side};
use super::watch::{Event, Watch};
use crate::programs::state::program::Programs;

/// The progress of one check.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct CheckProgress {
    /// How many patterns of a sequence have matched.
    pub passed: usize,
    /// How often the next one has matched.
    times: u32,
    /// The console line that last counted for it.
    line: Option<(Role, u64)>,
    /// Whether every pattern has matched.
    pub done: bool,
}

/// The checks of a lesson against the real events.
#[derive(Debug, Clone)]
pub(crate) struct CheckTracker {
    watch: Watch,
    checks: Vec<(Check, CheckProgress)>,
    encoding: Encoding,
    /// The calls that are blocked now.
    waiting: BTreeMap<CallId, (Option<Role>, CallName)>,
}

impl CheckTracker {
    /// A tracker with no check done; earlier events do not count.
    #[must_use]
    pub(crate) fn new(
        checks: Vec<Check>,
        encoding: Encoding,
        timeline: &Timeline,
        programs: &Programs,
    ) -> Self {
        let begun = |check: Check| {
            let progress = CheckProgress::of(&check);
            (check, progress)
        };
        let checks = checks.into_iter().map(begun).collect();
        let watch = Watch::from_now(timeline, programs);
        Self { watch, checks, encoding, waiting: BTreeMap::new() }
    }

    /// The progress of the checks, in the lesson's order.
    pub(crate) fn progress(&self) -> impl ExactSizeIterator<Item = &CheckProgress> {
        self.checks.iter().map(|(_, done)| done)
    }

    /// Handles the events since the last look, and returns whether any check has changed.
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
        // A call lost with its relay is no longer blocked.
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
    /// A check that waits for packets alone has no call to wait for.
    fn of(check: &Check) -> Self {
        let done = matches!(&check.events, Events::Sequence(patterns) if patterns.is_empty());
        Self { done, ..Self::default() }
    }

    /// Matches the event with the next pattern of the sequence, and returns whether it matched.
    fn next(&mut self, patterns: &[Pattern], event: Event<'_>, encoding: Encoding) -> bool {
        let Some(pattern) = patterns.get(self.passed) else { return false };
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

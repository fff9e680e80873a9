//! A message that is sent by hand again and again, without a plan.

use std::time::Duration;

use super::Session;
use super::message::{EndId, Report, Target};
use crate::assistant::compose::Draft;

/// What is repeated.
#[derive(Debug)]
pub(super) struct Repeating {
    end: EndId,
    target: Target,
    draft: Draft,
    every: Duration,
    /// When it is sent next.
    pub(super) due: Duration,
}

impl Session {
    /// Sends now and, if that went well, again after each pause.
    pub(super) fn repeat(&mut self, end: EndId, target: Target, draft: Draft, every: u32) {
        let every = Duration::from_millis(every.max(1).into());
        let due = self.now.since_start;
        self.repeating = Some(Repeating { end, target, draft, every, due });
        self.repeat_due();
    }

    /// Times are counted from when a send was due. What was missed meanwhile is left out.
    pub(super) fn repeat_due(&mut self) {
        let now = self.now.since_start;
        let Some(mut repeating) = self.repeating.take() else { return };
        if repeating.due <= now {
            let Repeating { end, target, draft, .. } = &repeating;
            if !self.send_by_hand(*end, target, draft.clone()) {
                return self.report(Report::RepeatEnded);
            }
            let late = (now - repeating.due).as_nanos() % repeating.every.as_nanos();
            // Less than the pause, which is at most 2³² milliseconds.
            repeating.due = now + repeating.every - Duration::from_nanos(late as u64);
        }
        self.repeating = Some(repeating);
    }
}

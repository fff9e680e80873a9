//! A plan that runs, as the session reports it.

use std::time::Duration;

use lab_shared::assistant::plan::RunState;

use super::is_over;
use super::pacing::Pacing;

/// How a plan runs, or ran last.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PlanRun {
    /// The name it was begun with; the session knows it by this.
    pub(super) name: String,
    /// Its newest report.
    pub(crate) now: PlanReport,
    /// Messages that follow each other without a pause or a wait of the plan between them.
    pub(crate) sends: Pacing,
    /// The beginnings of its rounds.
    pub(crate) rounds: Pacing,
}

/// What the session reports of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanReport {
    /// What it does.
    pub state: RunState,
    /// Its round, from 1.
    pub round: u32,
    /// Its step, from 0.
    pub step: usize,
    /// Messages that it has sent.
    pub sent: u64,
}

impl PlanRun {
    pub(super) fn begun(name: String) -> Self {
        let now = PlanReport { state: RunState::Running, round: 0, step: 0, sent: 0 };
        Self { name, now, sends: Pacing::default(), rounds: Pacing::default() }
    }

    /// Whether nothing more happens in it.
    #[must_use]
    pub(crate) fn is_over(&self) -> bool {
        is_over(self.now.state)
    }

    pub(super) fn reported(&mut self, report: PlanReport, at: Duration) {
        let old = std::mem::replace(&mut self.now, report);
        if report.round != old.round {
            self.rounds.push(at);
        }
        if report.sent != old.sent {
            self.sends.push(at);
        } else if report.step != old.step {
            self.sends.clear();
        }
        // A time in which the plan was held is no interval.
        if report.state == RunState::Paused {
            self.sends.clear();
            self.rounds.clear();
        }
    }
}

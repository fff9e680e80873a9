//! A plan that runs.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Otherwise, Plan, Step};
use crate::assistant::problem::Problem;
use crate::assistant::rules::Pattern;

/// A plan that runs. The host calls [`Run::poll`] until it returns `None`, then waits for
/// [`Run::poll_timeout`] or a message.
#[derive(Debug)]
pub struct Run {
    plan: Plan,
    /// The pattern of each step that waits.
    patterns: Vec<Option<Pattern>>,
    state: RunState,
    /// Rounds begun, from 1.
    round: u32,
    step: usize,
    /// Sends of this step that were made.
    sends: u32,
    /// Sends of all steps and rounds.
    sent: u64,
    /// When the current step, or its next send, is due.
    due: Duration,
    round_began: Duration,
    /// Whether the wait of the current step has begun; then `due` is its limit.
    waiting: bool,
    /// One step is made although the plan is paused.
    single: bool,
    paused_at: Duration,
}

/// What a run is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// Steps are made when they are due.
    Running,
    /// Nothing is done until it goes on.
    Paused,
    /// All rounds are over.
    Done,
    /// A wait ended in vain.
    Failed,
    /// It was stopped.
    Stopped,
}

/// What a run wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunOutput {
    /// Send the message of this name.
    Send(String),
    /// A round, step or state has changed.
    Changed,
}

impl Run {
    /// Begins a plan.
    ///
    /// # Errors
    /// The step's place and the [`Problem`] of the first condition that cannot be read.
    pub fn begin(plan: Plan, now: Duration) -> Result<Self, (usize, Problem)> {
        let pattern = |(place, step): (usize, &Step)| match step {
            Step::WaitFor { wanted, .. } => {
                Pattern::prepare(&wanted.when).map(Some).map_err(|problem| (place, problem))
            }
            Step::Send { .. } | Step::Pause(_) => Ok(None),
        };
        let patterns = plan.steps.iter().enumerate().map(pattern).collect::<Result<_, _>>()?;
        let state = if plan.steps.is_empty() { RunState::Done } else { RunState::Running };
        Ok(Self {
            plan,
            patterns,
            state,
            round: 1,
            step: 0,
            sends: 0,
            sent: 0,
            due: now,
            round_began: now,
            waiting: false,
            single: false,
            paused_at: now,
        })
    }

    /// The plan.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// What it is doing.
    #[must_use]
    pub fn state(&self) -> RunState {
        self.state
    }

    /// The current round, from 1, and the current step, from 0.
    #[must_use]
    pub fn place(&self) -> (u32, usize) {
        (self.round, self.step)
    }

    /// How many messages it has sent.
    #[must_use]
    pub fn sent(&self) -> u64 {
        self.sent
    }

    /// Whether it has ended, however.
    #[must_use]
    pub fn is_over(&self) -> bool {
        !matches!(self.state, RunState::Running | RunState::Paused)
    }

    /// Holds the plan; what remains of a pause or a limit is kept.
    pub fn pause(&mut self, now: Duration) {
        if self.state == RunState::Running {
            self.state = RunState::Paused;
            self.paused_at = now;
        }
    }

    /// Goes on.
    pub fn resume(&mut self, now: Duration) {
        if self.state == RunState::Paused {
            self.state = RunState::Running;
            self.shift(now);
        }
    }

    /// Makes one step of a paused plan: a pause ends at once, and a wait counts as met.
    pub fn step(&mut self, now: Duration) {
        if self.state == RunState::Paused {
            self.shift(now);
            self.due = now;
            self.single = true;
        }
    }

    /// Ends the plan.
    pub fn stop(&mut self) {
        if !self.is_over() {
            self.state = RunState::Stopped;
        }
    }

    /// Ends the plan because a message could not be sent.
    pub fn fail(&mut self) {
        if !self.is_over() {
            self.state = RunState::Failed;
        }
    }

    /// The message that the current step sends.
    #[must_use]
    pub fn next_message(&self) -> Option<&str> {
        match &self.plan.steps.get(self.step)? {
            Step::Send { message, .. } if !self.is_over() => Some(message),
            _ => None,
        }
    }

    /// A message has come from an end.
    pub fn received(&mut self, end: &str, message: &[u8], now: Duration) {
        if self.state != RunState::Running || !self.waiting {
            return;
        }
        let Step::WaitFor { wanted, .. } = &self.plan.steps[self.step] else { return };
        let here = wanted.end.as_ref().is_none_or(|wanted| wanted == end);
        let pattern = self.patterns[self.step].as_ref();
        if here && pattern.is_some_and(|pattern| pattern.matches(message)) {
            self.due = now;
            self.next_step(now);
        }
    }

    /// When to call [`Run::poll`].
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Duration> {
        (self.state == RunState::Running).then_some(self.due)
    }

    /// The next output that is due.
    pub fn poll(&mut self, now: Duration) -> Option<RunOutput> {
        let running = self.state == RunState::Running || self.single;
        if !running || self.is_over() {
            return None;
        }
        match self.plan.steps[self.step].clone() {
            _ if self.single && !matches!(self.plan.steps[self.step], Step::Send { .. }) => {
                self.next_step(now);
                Some(RunOutput::Changed)
            }
            Step::WaitFor { within, .. } if !self.waiting && self.due <= now => {
                self.waiting = true;
                self.due += milliseconds(within);
                Some(RunOutput::Changed)
            }
            _ if self.due > now => None,
            Step::Send { message, times, every } => {
                self.sends += 1;
                self.sent += 1;
                if self.sends >= times.max(1) {
                    self.next_step(now);
                } else {
                    self.due = following(self.due, milliseconds(every), now);
                    self.single = false;
                }
                Some(RunOutput::Send(message))
            }
            Step::Pause(pause) if !self.waiting => {
                self.waiting = true;
                self.due += milliseconds(pause);
                Some(RunOutput::Changed)
            }
            Step::Pause(_) => {
                self.next_step(now);
                Some(RunOutput::Changed)
            }
            Step::WaitFor { otherwise, .. } => {
                match otherwise {
                    Otherwise::Fail => self.state = RunState::Failed,
                    Otherwise::GoOn => self.next_step(now),
                    Otherwise::NextRound => self.next_round(now),
                }
                Some(RunOutput::Changed)
            }
        }
    }

    /// Moves everything by the time that the plan was held.
    fn shift(&mut self, now: Duration) {
        let held = now.saturating_sub(self.paused_at);
        self.due += held;
        self.round_began += held;
        self.paused_at = now;
    }

    fn next_step(&mut self, now: Duration) {
        self.begin_step(self.step + 1);
        if self.step == self.plan.steps.len() {
            self.next_round(now);
        }
    }

    fn begin_step(&mut self, step: usize) {
        self.step = step;
        self.sends = 0;
        self.waiting = false;
        self.single = false;
    }

    fn next_round(&mut self, now: Duration) {
        if self.plan.times != 0 && self.round >= self.plan.times {
            self.begin_step(self.plan.steps.len() - 1);
            self.state = RunState::Done;
            return;
        }
        self.begin_step(0);
        self.round = self.round.saturating_add(1);
        // A round takes time, however little, so that a plan without pauses ends its turn.
        let every = milliseconds(self.plan.every.max(1));
        self.round_began = following(self.round_began, every, now).max(self.due);
        self.due = self.round_began;
    }
}

/// When the next of something is due. Who is late by more than one interval leaves out those between,
/// so that a plan that was held up does not send all of them at once.
fn following(due: Duration, interval: Duration, now: Duration) -> Duration {
    let next = due + interval;
    if next + interval < now { now } else { next }
}

fn milliseconds(count: u32) -> Duration {
    Duration::from_millis(count.into())
}

//! Plans that run.

use std::time::Duration;

use super::message::{EndId, EndState, Report, Target};
use super::{Session, problem};
use crate::assistant::plan::{Run, RunOutput};

/// A plan that runs.
#[derive(Debug)]
pub(super) struct Running {
    /// Its place in the setup.
    pub(super) plan: usize,
    run: Run,
    /// The end of messages that name none.
    end: Option<EndId>,
}

impl Running {
    pub(super) fn name(&self) -> &str {
        &self.run.plan().name
    }
}

impl Session {
    pub(super) fn start(&mut self, name: &str, end: Option<EndId>) {
        let place = self.setup.plans.iter().position(|plan| plan.name == name);
        let Some(place) = place else { return self.no_plan(name) };
        self.running.retain(|running| running.plan != place);
        match Run::begin(self.setup.plans[place].clone(), self.now.since_start) {
            Ok(run) => {
                self.running.push(Running { plan: place, run, end });
                self.report_plan(self.running.len() - 1);
            }
            Err((_, problem)) => self.refuse(problem),
        }
    }

    fn no_plan(&mut self, name: &str) {
        self.refuse(problem(
            (format!("there is no plan {name:?}"), format!("没有计划 {name:?}")),
            ("choose a plan of the list", "请从列表中选择计划"),
        ));
    }

    /// Changes a plan that runs.
    pub(super) fn with_plan(&mut self, name: &str, change: impl FnOnce(&mut Run, Duration)) {
        let now = self.now.since_start;
        let found = self.running.iter().position(|running| running.run.plan().name == name);
        let Some(place) = found else { return self.no_plan(name) };
        change(&mut self.running[place].run, now);
        self.report_plan(place);
    }

    pub(super) fn stop_plans(&mut self) {
        for place in 0..self.running.len() {
            if !self.running[place].run.is_over() {
                self.running[place].run.stop();
                self.report_plan(place);
            }
        }
    }

    pub(super) fn tell_plans(&mut self, end: &str, message: &[u8], now: Duration) {
        for place in 0..self.running.len() {
            let run = &mut self.running[place].run;
            let before = (run.place(), run.state());
            run.received(end, message, now);
            if (run.place(), run.state()) != before {
                self.report_plan(place);
            }
        }
    }

    /// Makes the next step that is due; returns whether there may be more.
    pub(super) fn run_on(&mut self) -> bool {
        let now = self.now.since_start;
        for place in 0..self.running.len() {
            if self.is_held_up(&self.running[place]) {
                continue;
            }
            let Some(output) = self.running[place].run.poll(now) else { continue };
            if let RunOutput::Send(message) = output {
                let end = self.running[place].end;
                if let Err(problem) = self.send_message(&message, end, &Target::All) {
                    self.running[place].run.fail();
                    self.refuse(problem);
                }
            }
            self.report_plan(place);
            return true;
        }
        false
    }

    /// When the next step is due.
    pub(super) fn next_run(&self) -> Option<Duration> {
        let free = self.running.iter().filter(|running| !self.is_held_up(running));
        free.filter_map(|running| running.run.poll_timeout()).min()
    }

    /// Whether the next message cannot be sent yet: its end is being opened, nobody has connected, or a
    /// peer does not keep up.
    fn is_held_up(&self, running: &Running) -> bool {
        let message = running.run.next_message();
        let place =
            message.and_then(|name| self.setup.messages.iter().position(|one| one.name == name));
        let id = place.and_then(|place| self.end_of_message(place, running.end).ok());
        let Some(end) = id.and_then(|id| self.end(id)) else { return false };
        match end.state {
            EndState::Closed => false,
            EndState::Opening | EndState::Waiting => true,
            EndState::Open if end.setup.transport.is_server() && end.peers.is_empty() => true,
            EndState::Open => end.peers.values().any(super::peer::Peer::is_behind),
        }
    }

    fn report_plan(&mut self, place: usize) {
        let running = &self.running[place];
        let (round, step) = running.run.place();
        let (state, sent) = (running.run.state(), running.run.sent());
        self.report(Report::Plan { plan: running.plan, state, round, step, sent });
    }
}

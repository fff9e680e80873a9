//! The plans as a person writes and runs them.
//!
//! A plan that runs goes on as it was begun, so what is written takes effect at once and with the next
//! start. A plan with a mistake is kept in its form only; the setup has it as it was before.

pub(crate) mod command;
pub(crate) mod form;
pub(crate) mod pacing;
pub(crate) mod run;
mod step_form;

use std::time::Duration;

use lab_shared::assistant::plan::{Plan, RunState, Step};
use lab_shared::assistant::session::{Command, EndId};
use lab_shared::assistant::setup::Setup;

pub(crate) use step_form::StepForm;

use command::{PlansCommand, Preset};
use form::PlanForm;
use run::{PlanReport, PlanRun};

/// What the page knows of the plans beside the plans themselves.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PlansModel {
    /// The plan in view.
    chosen: usize,
    /// Every plan as it is written, in their order.
    forms: Vec<PlanForm>,
    /// How each one runs, or ran last.
    runs: Vec<Option<PlanRun>>,
}

impl PlansModel {
    /// The plans of a setup.
    #[must_use]
    pub fn of(plans: &[Plan]) -> Self {
        Self {
            chosen: 0,
            forms: plans.iter().map(PlanForm::of).collect(),
            runs: vec![None; plans.len()],
        }
    }

    /// Every plan as it is written.
    #[must_use]
    pub(crate) fn forms(&self) -> &[PlanForm] {
        &self.forms
    }

    /// The plan in view: its place, and as it is written.
    #[must_use]
    pub(crate) fn chosen(&self) -> Option<(usize, &PlanForm)> {
        Some((self.chosen, self.forms.get(self.chosen)?))
    }

    /// How a plan runs, or ran last.
    #[must_use]
    pub(crate) fn run(&self, plan: usize) -> Option<&PlanRun> {
        self.runs.get(plan)?.as_ref()
    }

    /// Whether any plan runs or is held. The session counts plans by their places, so none may be
    /// deleted then.
    #[must_use]
    pub(crate) fn any_runs(&self) -> bool {
        self.runs.iter().flatten().any(|run| !run.is_over())
    }

    /// The session reports on a plan.
    pub fn reported(&mut self, plan: usize, report: PlanReport, at: Duration) {
        let Some(slot) = self.runs.get_mut(plan) else { return };
        let name = || self.forms.get(plan).map_or_else(String::new, |form| form.name.clone());
        slot.get_or_insert_with(|| PlanRun::begun(name())).reported(report, at);
    }

    /// Carries a command out, and returns what the session has to do, in order. Messages that name no
    /// end are sent from `end`.
    pub fn handle(
        &mut self,
        command: PlansCommand,
        setup: &mut Setup,
        end: Option<EndId>,
    ) -> Vec<Command> {
        match command {
            PlansCommand::Add(preset) => self.add(preset, setup),
            PlansCommand::Choose(plan) => {
                self.chosen = plan.min(self.forms.len().saturating_sub(1));
                vec![]
            }
            PlansCommand::Remove => self.remove(setup),
            PlansCommand::Change(edit) => {
                let Some(form) = self.forms.get_mut(self.chosen) else { return vec![] };
                form.change(edit, setup);
                self.take_over(setup)
            }
            PlansCommand::Run => self.start(setup, end),
            PlansCommand::Pause => self.tell(Command::Pause),
            PlansCommand::Resume => self.tell(Command::Resume),
            PlansCommand::Step => self.tell(Command::Step),
            PlansCommand::Stop => self.tell(Command::Stop),
        }
    }

    fn add(&mut self, preset: Preset, setup: &mut Setup) -> Vec<Command> {
        let plan = preset.plan(setup);
        self.forms.push(PlanForm::of(&plan));
        self.runs.push(None);
        self.chosen = self.forms.len() - 1;
        setup.plans.push(plan);
        self.take_over(setup)
    }

    fn remove(&mut self, setup: &mut Setup) -> Vec<Command> {
        if self.any_runs() || self.chosen >= self.forms.len() {
            return vec![];
        }
        self.forms.remove(self.chosen);
        self.runs.remove(self.chosen);
        setup.plans.remove(self.chosen);
        self.chosen = self.chosen.min(self.forms.len().saturating_sub(1));
        vec![Command::SetPlans(setup.plans.clone())]
    }

    /// Hands what is written to the setup and the session, unless it has a mistake.
    fn take_over(&mut self, setup: &mut Setup) -> Vec<Command> {
        let Some(form) = self.forms.get(self.chosen) else { return vec![] };
        match form.checked(self.chosen, setup) {
            Ok(plan) if setup.plans[self.chosen] != plan => {
                setup.plans[self.chosen] = plan;
                vec![Command::SetPlans(setup.plans.clone())]
            }
            Ok(_) | Err(_) => vec![],
        }
    }

    fn start(&mut self, setup: &Setup, end: Option<EndId>) -> Vec<Command> {
        let Some(form) = self.forms.get(self.chosen) else { return vec![] };
        let Ok(plan) = form.checked(self.chosen, setup) else { return vec![] };
        if plan.steps.is_empty() {
            return vec![];
        }
        self.runs[self.chosen] = Some(PlanRun::begun(plan.name.clone()));
        vec![Command::SetPlans(setup.plans.clone()), Command::Start { plan: plan.name, end }]
    }

    /// Ends every plan that runs.
    pub(crate) fn stop_all(&self) -> impl Iterator<Item = Command> {
        let running = self.runs.iter().flatten().filter(|run| !run.is_over());
        running.map(|run| Command::Stop(run.name.clone()))
    }

    /// A command for the plan in view, by the name it was begun with.
    fn tell(&self, command: fn(String) -> Command) -> Vec<Command> {
        let run = self.run(self.chosen).filter(|run| !run.is_over());
        run.map(|run| command(run.name.clone())).into_iter().collect()
    }
}

/// Whether nothing more happens in a plan.
pub(crate) fn is_over(state: RunState) -> bool {
    !matches!(state, RunState::Running | RunState::Paused)
}

impl Preset {
    /// The plan to begin with, under a name that no other has.
    fn plan(self, setup: &Setup) -> Plan {
        let mut number = setup.plans.len() + 1;
        let name = loop {
            let name = format!("plan {number}");
            if setup.plans.iter().all(|plan| plan.name != name) {
                break name;
            }
            number += 1;
        };
        let message = setup.messages.first().map(|message| message.name.clone());
        let send = Step::Send { message: message.unwrap_or_default(), times: 1, every: 0 };
        match self {
            Self::Repeat => Plan { name, times: 0, every: 1000, steps: vec![send] },
            Self::Ask => {
                Plan { name, times: 1, every: 0, steps: vec![send, step_form::wait_for_any()] }
            }
        }
    }
}

#[cfg(test)]
mod tests;

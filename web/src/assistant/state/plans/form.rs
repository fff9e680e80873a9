//! A plan while it is being written.

use lab_shared::assistant::plan::Plan;
use lab_shared::assistant::setup::Setup;
use lab_shared::assistant::{Problem, Wording};

use super::command::PlanEdit;
use super::step_form::{StepForm, unless};
use crate::assistant::state::number;

/// A plan; its numbers as they are typed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PlanForm {
    pub(crate) name: String,
    /// How many rounds it makes, unless it is endless.
    pub(crate) times: String,
    pub(crate) endless: bool,
    pub(crate) every: String,
    pub(crate) steps: Vec<StepForm>,
}

/// A field of the form; those of steps name the step's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlanField {
    Name,
    Rounds,
    Interval,
    Message(usize),
    Times(usize),
    Every(usize),
    Milliseconds(usize),
    When(usize),
}

impl PlanForm {
    /// A plan as a person would type it.
    #[must_use]
    pub(crate) fn of(plan: &Plan) -> Self {
        let endless = plan.times == 0;
        Self {
            name: plan.name.clone(),
            times: if endless { String::new() } else { unless(plan.times, 1) },
            endless,
            every: unless(plan.every, 0),
            steps: plan.steps.iter().map(StepForm::of).collect(),
        }
    }

    pub(super) fn change(&mut self, edit: PlanEdit, setup: &Setup) {
        match edit {
            PlanEdit::Name(name) => self.name = name,
            PlanEdit::Times(typed) => self.times = typed,
            PlanEdit::Endless(endless) => self.endless = endless,
            PlanEdit::Every(typed) => self.every = typed,
            PlanEdit::Add(kind) => self.steps.push(StepForm::new(kind, setup)),
            PlanEdit::Remove(place) if place < self.steps.len() => {
                self.steps.remove(place);
            }
            PlanEdit::Move(moved) => moved.apply(&mut self.steps),
            PlanEdit::Step(place, edit) => {
                if let Some(step) = self.steps.get_mut(place) {
                    step.change(edit);
                }
            }
            PlanEdit::Remove(_) => {}
        }
    }

    /// The plan, or every mistake by its field. `place` is its own place among the plans.
    ///
    /// # Errors
    /// The mistakes.
    pub(crate) fn checked(
        &self,
        place: usize,
        setup: &Setup,
    ) -> Result<Plan, Vec<(PlanField, Problem)>> {
        let mut problems = Vec::new();
        let others = setup.plans.iter().enumerate().filter(|(other, _)| *other != place);
        if let Some(problem) = name_problem(&self.name, others.map(|(_, plan)| plan.name.as_str()))
        {
            problems.push((PlanField::Name, problem));
        }
        let times = if self.endless { Ok(0) } else { number::times(&self.times, 1) };
        let every = number::milliseconds(&self.every);
        let steps: Vec<_> =
            (0..).zip(&self.steps).map(|(at, step)| step.checked(at, setup)).collect();
        let mut good = Vec::with_capacity(steps.len());
        for step in steps {
            match step {
                Ok(step) => good.push(step),
                Err(found) => problems.extend(found),
            }
        }
        match (times, every) {
            (Ok(times), Ok(every)) if problems.is_empty() => {
                Ok(Plan { name: self.name.clone(), times, every, steps: good })
            }
            (times, every) => {
                problems.extend(times.err().map(|problem| (PlanField::Rounds, problem)));
                problems.extend(every.err().map(|problem| (PlanField::Interval, problem)));
                Err(problems)
            }
        }
    }
}

/// Plans are begun by their names, so each has one of its own.
fn name_problem<'a>(name: &str, mut others: impl Iterator<Item = &'a str>) -> Option<Problem> {
    let cause = if name.is_empty() {
        Wording::new("the plan has no name", "计划没有名称")
    } else if others.any(|other| other == name) {
        Wording::new("another plan has this name", "另一个计划也叫这个名称")
    } else {
        return None;
    };
    let remedy = Wording::new("give it a name of its own", "请给它一个不同的名称");
    Some(Problem::new(0..name.len(), cause, remedy))
}

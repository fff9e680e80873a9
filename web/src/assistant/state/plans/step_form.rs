//! A step while it is being written.

use lab_shared::assistant::Problem;
use lab_shared::assistant::plan::{Otherwise, Step, Wanted};
use lab_shared::assistant::rules::Condition;
use lab_shared::assistant::setup::Setup;

use super::command::{StepEdit, StepKind};
use super::form::PlanField;
use crate::assistant::state::{condition, number};

/// A step; its numbers as they are typed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum StepForm {
    Send { message: String, times: String, every: String },
    Pause { milliseconds: String },
    WaitFor { wanted: Wanted, within: String, otherwise: Otherwise },
}

/// How long a new pause is.
const PAUSE: u32 = 200;

/// How long a new step waits.
const WITHIN: u32 = 2000;

/// Waits for any message.
pub(super) fn wait_for_any() -> Step {
    let wanted = Wanted { when: Condition::Always {}, end: None };
    Step::WaitFor { wanted, within: WITHIN, otherwise: Otherwise::Fail }
}

impl StepForm {
    /// A step as a person would type it.
    #[must_use]
    pub(crate) fn of(step: &Step) -> Self {
        match step {
            Step::Send { message, times, every } => Self::Send {
                message: message.clone(),
                times: unless(*times, 1),
                every: unless(*every, 0),
            },
            Step::Pause(milliseconds) => Self::Pause { milliseconds: milliseconds.to_string() },
            Step::WaitFor { wanted, within, otherwise } => Self::WaitFor {
                wanted: wanted.clone(),
                within: within.to_string(),
                otherwise: *otherwise,
            },
        }
    }

    /// A new step.
    pub(super) fn new(kind: StepKind, setup: &Setup) -> Self {
        let message = setup.messages.first().map(|message| message.name.clone());
        Self::of(&match kind {
            StepKind::Send => {
                Step::Send { message: message.unwrap_or_default(), times: 1, every: 0 }
            }
            StepKind::Pause => Step::Pause(PAUSE),
            StepKind::WaitFor => wait_for_any(),
        })
    }

    /// What it does.
    #[must_use]
    pub(crate) fn kind(&self) -> StepKind {
        match self {
            Self::Send { .. } => StepKind::Send,
            Self::Pause { .. } => StepKind::Pause,
            Self::WaitFor { .. } => StepKind::WaitFor,
        }
    }

    pub(super) fn change(&mut self, edit: StepEdit) {
        match (self, edit) {
            (Self::Send { message, .. }, StepEdit::Message(name)) => *message = name,
            (Self::Send { times, .. }, StepEdit::Times(typed)) => *times = typed,
            (Self::Send { every, .. }, StepEdit::Every(typed)) => *every = typed,
            (
                Self::Pause { milliseconds: field } | Self::WaitFor { within: field, .. },
                StepEdit::Milliseconds(typed),
            ) => *field = typed,
            (Self::WaitFor { wanted, .. }, StepEdit::When(edit)) => edit.apply(&mut wanted.when),
            (Self::WaitFor { wanted, .. }, StepEdit::End(end)) => wanted.end = end,
            (Self::WaitFor { otherwise, .. }, StepEdit::Otherwise(what)) => *otherwise = what,
            _ => {}
        }
    }

    /// The step, or its mistakes.
    pub(super) fn checked(
        &self,
        place: usize,
        setup: &Setup,
    ) -> Result<Step, Vec<(PlanField, Problem)>> {
        let mut problems = Vec::new();
        let mut complain = |field: PlanField, problem| problems.push((field, problem));
        let step = match self {
            Self::Send { message, times, every } => {
                if setup.message(message).is_none() {
                    complain(PlanField::Message(place), no_message(message));
                }
                let times = number::times(times, 1).unwrap_or_else(|problem| {
                    or_zero(&mut complain, PlanField::Times(place), problem)
                });
                let every = number::milliseconds(every).unwrap_or_else(|problem| {
                    or_zero(&mut complain, PlanField::Every(place), problem)
                });
                Step::Send { message: message.clone(), times, every }
            }
            Self::Pause { milliseconds } => {
                Step::Pause(number::milliseconds(milliseconds).unwrap_or_else(|problem| {
                    or_zero(&mut complain, PlanField::Milliseconds(place), problem)
                }))
            }
            Self::WaitFor { wanted, within, otherwise } => {
                if let Some(problem) = condition::problem(&wanted.when) {
                    complain(PlanField::When(place), problem);
                }
                let within = number::milliseconds(within).unwrap_or_else(|problem| {
                    or_zero(&mut complain, PlanField::Milliseconds(place), problem)
                });
                Step::WaitFor { wanted: wanted.clone(), within, otherwise: *otherwise }
            }
        };
        if problems.is_empty() { Ok(step) } else { Err(problems) }
    }
}

/// Notes a mistake; the number is not used then.
fn or_zero(
    complain: &mut impl FnMut(PlanField, Problem),
    field: PlanField,
    problem: Problem,
) -> u32 {
    complain(field, problem);
    0
}

fn no_message(name: &str) -> Problem {
    use lab_shared::assistant::Wording;
    let cause = match name {
        "" => Wording::new("there is no message to send yet", "还没有可发送的消息"),
        _ => Wording::new(format!("there is no message {name:?}"), format!("没有消息 {name:?}")),
    };
    Problem::new(
        0..name.len(),
        cause,
        Wording::new(
            "write one in the list of messages, or choose another",
            "请在消息列表中写一条，或选择另一条",
        ),
    )
}

/// A number as it is typed; `usual` is left out.
pub(super) fn unless(number: u32, usual: u32) -> String {
    if number == usual { String::new() } else { number.to_string() }
}

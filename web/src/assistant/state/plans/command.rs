//! What a person does with the plans.

use lab_shared::assistant::plan::Otherwise;

use crate::assistant::state::condition::ConditionEdit;
use crate::assistant::state::reorder::Move;
use crate::kit::state::choice::Choice;

/// What a person does with the plans. Commands without a plan concern the one in view.
#[derive(Debug, Clone, PartialEq)]
pub enum PlansCommand {
    /// Adds a plan to begin with.
    Add(Preset),
    /// Shows a plan.
    Choose(usize),
    /// Deletes the plan.
    Remove,
    /// Changes it.
    Change(PlanEdit),
    /// Begins it, from its first step.
    Run,
    /// Holds it.
    Pause,
    /// Lets it go on.
    Resume,
    /// Makes one step while it is held.
    Step,
    /// Ends it.
    Stop,
}

/// What a new plan has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// One message each second, until stopped.
    Repeat,
    /// One message, and a wait for what comes.
    Ask,
}

/// A change of a plan.
#[derive(Debug, Clone, PartialEq)]
pub enum PlanEdit {
    Name(String),
    /// The number of rounds as it is typed.
    Times(String),
    /// Whether its rounds go on until it is stopped.
    Endless(bool),
    /// The time between the beginnings of two rounds as it is typed.
    Every(String),
    Add(StepKind),
    Remove(usize),
    Move(Move),
    Step(usize, StepEdit),
}

/// A change of a step; numbers as they are typed. What the step does not have is not changed.
#[derive(Debug, Clone, PartialEq)]
pub enum StepEdit {
    Message(String),
    Times(String),
    Every(String),
    /// The length of a pause, or the limit of a wait.
    Milliseconds(String),
    When(ConditionEdit),
    End(Option<String>),
    Otherwise(Otherwise),
}

/// The kinds of steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    Send,
    Pause,
    WaitFor,
}

impl Choice for StepKind {
    fn all() -> Vec<Self> {
        vec![Self::Send, Self::Pause, Self::WaitFor]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::Pause => "pause",
            Self::WaitFor => "wait-for",
        }
    }
}

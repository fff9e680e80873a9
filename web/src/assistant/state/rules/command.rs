//! What a person does with the rules.

use lab_shared::assistant::rules::ReplyTo;

use super::trial::TrialEdit;
use crate::assistant::state::condition::ConditionEdit;
use crate::assistant::state::draft::DraftEdit;
use crate::assistant::state::reorder::Move;
use crate::kit::state::choice::Choice;

/// What a person does with the rules.
#[derive(Debug, Clone, PartialEq)]
pub enum RulesCommand {
    /// Begins a new rule.
    Add,
    /// Opens a rule.
    Edit(usize),
    /// Changes the rule that is open.
    Change(RuleEdit),
    /// Puts it in use.
    Apply,
    /// Drops what was written.
    Cancel,
    /// Deletes a rule.
    Remove(usize),
    /// Adds the same rule behind it, and opens that one.
    Copy(usize),
    /// Changes the order.
    Move(Move),
    /// Uses a rule or leaves it out.
    Switch(usize, bool),
    /// Changes the message that is tried.
    Try(TrialEdit),
}

/// A change of the rule that is open.
#[derive(Debug, Clone, PartialEq)]
pub enum RuleEdit {
    Name(String),
    /// The end whose messages it looks at; without one, every end's.
    End(Option<String>),
    When(ConditionEdit),
    /// Whether later rules are tried too.
    GoOn(bool),
    Add(ActionKind),
    Remove(usize),
    Move(Move),
    /// The reply at this place of the actions.
    Reply(usize, DraftEdit),
    /// Its delay as it is typed.
    After(usize, String),
    To(usize, ReplyTo),
}

/// The kinds of actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionKind {
    Reply,
    Close,
    Reset,
    Stop,
}

impl Choice for ActionKind {
    fn all() -> Vec<Self> {
        vec![Self::Reply, Self::Close, Self::Reset, Self::Stop]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Close => "close",
            Self::Reset => "reset",
            Self::Stop => "stop",
        }
    }
}

//! What a message must be, as a person writes it for a rule or for a plan that waits.

use lab_shared::assistant::compose::{Draft, Form};
use lab_shared::assistant::rules::{Condition, Pattern};
use lab_shared::assistant::{Problem, Wording};

use super::draft::DraftEdit;
use crate::kit::state::choice::Choice;

/// The kinds of conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConditionKind {
    Equals,
    Begins,
    Contains,
    Lacks,
    Regex,
    Hex,
    Always,
}

impl Choice for ConditionKind {
    fn all() -> Vec<Self> {
        use ConditionKind::{Always, Begins, Contains, Equals, Hex, Lacks, Regex};
        vec![Equals, Begins, Contains, Lacks, Regex, Hex, Always]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Equals => "equals",
            Self::Begins => "begins",
            Self::Contains => "contains",
            Self::Lacks => "lacks",
            Self::Regex => "regex",
            Self::Hex => "hex",
            Self::Always => "always",
        }
    }
}

impl ConditionKind {
    /// The kind of a condition.
    #[must_use]
    pub(crate) fn of(condition: &Condition) -> Self {
        match condition {
            Condition::Always {} => Self::Always,
            Condition::Equals(_) => Self::Equals,
            Condition::Begins(_) => Self::Begins,
            Condition::Contains(_) => Self::Contains,
            Condition::Lacks(_) => Self::Lacks,
            Condition::Regex(_) => Self::Regex,
            Condition::Hex(_) => Self::Hex,
        }
    }
}

/// A change of a condition.
#[derive(Debug, Clone, PartialEq)]
pub enum ConditionEdit {
    /// Another kind; what is written stays.
    Kind(ConditionKind),
    /// Another expression or pattern.
    Expression(String),
    /// Another message to compare with.
    Draft(DraftEdit),
}

impl ConditionEdit {
    /// Changes a condition.
    pub(crate) fn apply(self, condition: &mut Condition) {
        match self {
            Self::Kind(kind) => *condition = of_kind(kind, condition),
            Self::Expression(text) => {
                if let Condition::Regex(old) | Condition::Hex(old) = condition {
                    *old = text;
                }
            }
            Self::Draft(edit) => {
                if let Condition::Equals(draft)
                | Condition::Begins(draft)
                | Condition::Contains(draft)
                | Condition::Lacks(draft) = condition
                {
                    edit.apply(draft);
                }
            }
        }
    }
}

/// What is written in a condition.
#[must_use]
pub(crate) fn written(condition: &Condition) -> &str {
    match condition {
        Condition::Always {} => "",
        Condition::Equals(draft)
        | Condition::Begins(draft)
        | Condition::Contains(draft)
        | Condition::Lacks(draft) => &draft.text,
        Condition::Regex(text) | Condition::Hex(text) => text,
    }
}

/// The message that a condition compares with.
#[must_use]
pub(crate) fn draft(condition: &Condition) -> Option<&Draft> {
    match condition {
        Condition::Equals(draft)
        | Condition::Begins(draft)
        | Condition::Contains(draft)
        | Condition::Lacks(draft) => Some(draft),
        Condition::Always {} | Condition::Regex(_) | Condition::Hex(_) => None,
    }
}

fn of_kind(kind: ConditionKind, old: &Condition) -> Condition {
    let text = written(old).to_owned();
    let message = || match old {
        Condition::Hex(digits) => Draft::hex(digits.clone()),
        _ => draft(old).cloned().unwrap_or_else(|| Draft::text(text.clone())),
    };
    match kind {
        ConditionKind::Always => Condition::Always {},
        ConditionKind::Equals => Condition::Equals(message()),
        ConditionKind::Begins => Condition::Begins(message()),
        ConditionKind::Contains => Condition::Contains(message()),
        ConditionKind::Lacks => Condition::Lacks(message()),
        ConditionKind::Regex => Condition::Regex(text),
        ConditionKind::Hex => {
            let mut message = message();
            DraftEdit::Form(Form::Hex).apply(&mut message);
            Condition::Hex(message.text)
        }
    }
}

/// What is wrong with a condition. One that is empty would match everything or nothing, which nobody
/// means; only a message that is equal to nothing makes sense, as a datagram.
#[must_use]
pub(crate) fn problem(condition: &Condition) -> Option<Problem> {
    let may_be_empty = matches!(condition, Condition::Equals(_) | Condition::Always {});
    if !may_be_empty && written(condition).is_empty() {
        return Some(Problem::new(
            0..0,
            Wording::new("nothing is written here", "这里还没有写内容"),
            Wording::new(
                "write what to look for, or choose any message",
                "写要找的内容，或选择任意消息",
            ),
        ));
    }
    Pattern::prepare(condition).err()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::state::choice::check_names;

    #[test]
    fn every_kind_has_its_name() {
        check_names::<ConditionKind>();
    }

    #[test]
    fn what_is_written_stays_when_the_kind_changes() {
        let mut condition = Condition::Begins(Draft::text("ab"));
        for kind in ConditionKind::all() {
            if kind == ConditionKind::Always {
                continue;
            }
            ConditionEdit::Kind(kind).apply(&mut condition);
            assert_eq!(ConditionKind::of(&condition), kind);
        }
        assert_eq!(condition, Condition::Hex("61 62".into()));
        ConditionEdit::Kind(ConditionKind::Equals).apply(&mut condition);
        assert_eq!(condition, Condition::Equals(Draft::hex("61 62")));
    }

    #[test]
    fn an_empty_or_unreadable_condition_is_named() {
        for wrong in [
            Condition::Contains(Draft::text("")),
            Condition::Regex("(".into()),
            Condition::Hex("0".into()),
            Condition::Equals(Draft::text("${counter}")),
        ] {
            assert!(problem(&wrong).is_some(), "{wrong:?}");
        }
        for right in [Condition::Always {}, Condition::Equals(Draft::text(""))] {
            assert_eq!(problem(&right), None);
        }
    }
}

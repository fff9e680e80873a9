//! A rule while it is being written.

use lab_shared::assistant::Problem;
use lab_shared::assistant::compose::Draft;
use lab_shared::assistant::rules::{Action, Condition, ReplyTo, Rule};

use super::command::{ActionKind, RuleEdit};
use crate::assistant::state::{condition, number};

/// A rule while it is being written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RuleForm {
    /// Its place among the rules; a new one has none.
    pub(crate) place: Option<usize>,
    /// As it is written so far.
    pub(crate) rule: Rule,
    /// The delay of each action as it is typed; only replies have one.
    delays: Vec<String>,
}

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RuleField {
    /// The condition.
    When,
    /// The reply at this place of the actions.
    Reply(usize),
    /// Its delay.
    After(usize),
}

impl RuleForm {
    /// A new rule: it answers what contains something.
    #[must_use]
    pub(crate) fn new() -> Self {
        let rule = Rule {
            name: String::new(),
            end: None,
            off: false,
            when: Condition::Contains(Draft::default()),
            then: vec![reply()],
            go_on: false,
        };
        Self { place: None, delays: delays(&rule), rule }
    }

    /// A rule of the list.
    #[must_use]
    pub(crate) fn of(place: usize, rule: &Rule) -> Self {
        Self { place: Some(place), rule: rule.clone(), delays: delays(rule) }
    }

    /// The form after a rule of the list has been deleted, unless it was this one.
    #[must_use]
    pub(crate) fn without(self, removed: usize) -> Option<Self> {
        match self.place {
            Some(place) if place == removed => None,
            Some(place) if place > removed => Some(Self { place: Some(place - 1), ..self }),
            _ => Some(self),
        }
    }

    /// A reply's delay as it is typed.
    #[must_use]
    pub(crate) fn delay(&self, action: usize) -> &str {
        self.delays.get(action).map_or("", String::as_str)
    }

    /// Changes the rule.
    pub(crate) fn change(&mut self, edit: RuleEdit) {
        let rule = &mut self.rule;
        match edit {
            RuleEdit::Name(name) => rule.name = name,
            RuleEdit::End(end) => rule.end = end,
            RuleEdit::When(edit) => edit.apply(&mut rule.when),
            RuleEdit::GoOn(go_on) => rule.go_on = go_on,
            RuleEdit::Add(kind) => {
                rule.then.push(match kind {
                    ActionKind::Reply => reply(),
                    ActionKind::Close => Action::Close,
                    ActionKind::Reset => Action::Reset,
                    ActionKind::Stop => Action::Stop,
                });
                self.delays.push(String::new());
            }
            RuleEdit::Remove(place) if place < rule.then.len() => {
                rule.then.remove(place);
                self.delays.remove(place);
            }
            RuleEdit::Move(moved) => {
                moved.apply(&mut rule.then);
                moved.apply(&mut self.delays);
            }
            RuleEdit::Reply(place, edit) => {
                if let Some(Action::Reply { draft, .. }) = rule.then.get_mut(place) {
                    edit.apply(draft);
                }
            }
            RuleEdit::After(place, typed) => {
                if let Some(Action::Reply { after, .. }) = rule.then.get_mut(place) {
                    *after = number::milliseconds(&typed).unwrap_or(*after);
                    self.delays[place] = typed;
                }
            }
            RuleEdit::To(place, whom) => {
                if let Some(Action::Reply { to, .. }) = rule.then.get_mut(place) {
                    *to = whom;
                }
            }
            RuleEdit::Remove(_) => {}
        }
    }

    /// Every mistake, by its field.
    #[must_use]
    pub(crate) fn problems(&self) -> Vec<(RuleField, Problem)> {
        let when = condition::problem(&self.rule.when).map(|problem| (RuleField::When, problem));
        let actions = self.rule.then.iter().enumerate().flat_map(|(place, action)| {
            let Action::Reply { draft, .. } = action else { return [None, None] };
            let after = number::milliseconds(self.delay(place)).err();
            [
                draft.prepare().err().map(|problem| (RuleField::Reply(place), problem)),
                after.map(|problem| (RuleField::After(place), problem)),
            ]
        });
        when.into_iter().chain(actions.flatten()).collect()
    }
}

fn reply() -> Action {
    Action::Reply { draft: Draft::default(), after: 0, to: ReplyTo::Sender }
}

/// The delays as a person would type them.
fn delays(rule: &Rule) -> Vec<String> {
    let typed = |action: &Action| match action {
        Action::Reply { after, .. } if *after > 0 => after.to_string(),
        _ => String::new(),
    };
    rule.then.iter().map(typed).collect()
}

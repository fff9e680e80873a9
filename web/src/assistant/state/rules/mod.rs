//! The rules as a person lists, writes and tries them. The rules themselves are in the setup.
//!
//! A rule answers as soon as it is in use, so it is written aside, in a [`RuleForm`], and replaces the
//! old one when the person applies it. A rule with a mistake is never in use.

pub(crate) mod command;
pub(crate) mod form;
pub(crate) mod trial;

use lab_shared::assistant::rules::Rule;
use lab_shared::assistant::session::Command;

use command::RulesCommand;
use form::RuleForm;
use trial::Trial;

/// What the page knows of the rules beside the rules themselves.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RulesModel {
    /// How often each rule has fired, in their order.
    hits: Vec<u64>,
    /// The rule that is being written.
    pub(crate) form: Option<RuleForm>,
    /// The message that is tried.
    pub(crate) trial: Trial,
}

impl RulesModel {
    /// How often a rule has fired.
    #[must_use]
    pub(crate) fn hits(&self, rule: usize) -> u64 {
        self.hits.get(rule).copied().unwrap_or_default()
    }

    /// The session reports that a rule has fired.
    pub fn fired(&mut self, rule: usize) {
        if self.hits.len() <= rule {
            self.hits.resize(rule + 1, 0);
        }
        self.hits[rule] += 1;
    }

    /// Carries a command out, and returns what the session has to do.
    pub fn handle(&mut self, command: RulesCommand, rules: &mut Vec<Rule>) -> Option<Command> {
        self.hits.resize(rules.len(), 0);
        match command {
            RulesCommand::Add => self.form = Some(RuleForm::new()),
            RulesCommand::Edit(rule) => {
                self.form = rules.get(rule).map(|written| RuleForm::of(rule, written));
            }
            RulesCommand::Change(edit) => {
                if let Some(form) = &mut self.form {
                    form.change(edit);
                }
            }
            RulesCommand::Cancel => self.form = None,
            RulesCommand::Try(edit) => self.trial.change(edit),
            RulesCommand::Apply => return self.apply(rules),
            RulesCommand::Remove(rule) if rule < rules.len() => {
                rules.remove(rule);
                self.hits.remove(rule);
                self.form = self.form.take().and_then(|form| form.without(rule));
                return Some(Command::SetRules(rules.clone()));
            }
            RulesCommand::Copy(rule) if rule < rules.len() => {
                rules.insert(rule + 1, rules[rule].clone());
                self.hits.insert(rule + 1, 0);
                self.form = Some(RuleForm::of(rule + 1, &rules[rule + 1]));
                return Some(Command::SetRules(rules.clone()));
            }
            RulesCommand::Switch(rule, on) => {
                rules.get_mut(rule)?.off = !on;
                return Some(Command::SetRules(rules.clone()));
            }
            RulesCommand::Move(moved) => {
                moved.apply(rules);
                moved.apply(&mut self.hits);
                if let Some(place) = self.form.as_mut().and_then(|form| form.place.as_mut()) {
                    *place = moved.follow(*place);
                }
                return Some(Command::SetRules(rules.clone()));
            }
            RulesCommand::Remove(_) | RulesCommand::Copy(_) => {}
        }
        None
    }

    /// Puts what was written in the place of the old rule, unless it has a mistake.
    fn apply(&mut self, rules: &mut Vec<Rule>) -> Option<Command> {
        let form = self.form.take_if(|form| form.problems().is_empty())?;
        match form.place.filter(|place| *place < rules.len()) {
            Some(place) => rules[place] = form.rule,
            None => {
                rules.push(form.rule);
                self.hits.push(0);
            }
        }
        Some(Command::SetRules(rules.clone()))
    }

    /// The rules as they would be with what is being written; a trial is made with these.
    #[must_use]
    pub(crate) fn with_form(&self, rules: &[Rule]) -> Vec<Rule> {
        let mut rules = rules.to_vec();
        if let Some(form) = self.form.as_ref().filter(|form| form.problems().is_empty()) {
            match form.place.and_then(|place| rules.get_mut(place)) {
                Some(rule) => *rule = form.rule.clone(),
                None => rules.push(form.rule.clone()),
            }
        }
        rules
    }
}

#[cfg(test)]
mod tests;

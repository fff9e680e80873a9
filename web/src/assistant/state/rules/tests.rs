//! Tests of the rules' model.

use lab_shared::assistant::Now;
use lab_shared::assistant::compose::{Draft, Form};
use lab_shared::assistant::rules::{Action, Condition, Effect, ReplyTo};

use super::command::{ActionKind, RuleEdit};
use super::form::RuleField;
use super::trial::TrialEdit;
use super::*;
use crate::assistant::state::condition::{ConditionEdit, ConditionKind};
use crate::assistant::state::draft::DraftEdit;
use crate::assistant::state::reorder::Move;

fn rule(name: &str, text: &str) -> Rule {
    Rule {
        name: name.into(),
        end: None,
        off: false,
        when: Condition::Contains(Draft::text(text)),
        then: vec![Action::Close],
        go_on: false,
    }
}

fn three() -> (RulesModel, Vec<Rule>) {
    let rules = vec![rule("a", "a"), rule("b", "b"), rule("c", "c")];
    (RulesModel::default(), rules)
}

fn names(rules: &[Rule]) -> String {
    rules.iter().map(|rule| rule.name.as_str()).collect()
}

/// Writes the condition's text.
fn looks_for(text: &str) -> RulesCommand {
    let edit = ConditionEdit::Draft(DraftEdit::Text(text.into()));
    RulesCommand::Change(RuleEdit::When(edit))
}

#[test]
fn a_rule_is_written_aside_and_used_when_it_is_applied() {
    let (mut model, mut rules) = three();
    assert_eq!(model.handle(RulesCommand::Edit(1), &mut rules), None);
    assert_eq!(model.handle(looks_for("by"), &mut rules), None);
    assert_eq!(rules[1], rule("b", "b"));
    assert_eq!(model.handle(RulesCommand::Cancel, &mut rules), None);
    assert_eq!((&rules[1], &model.form), (&rule("b", "b"), &None));

    model.handle(RulesCommand::Edit(1), &mut rules);
    model.handle(looks_for("bye"), &mut rules);
    let used = model.handle(RulesCommand::Apply, &mut rules);
    assert_eq!(rules[1], rule("b", "bye"));
    assert_eq!(used, Some(Command::SetRules(rules)));
    assert_eq!(model.form, None);
}

#[test]
fn a_mistake_stands_at_its_field_and_the_rule_is_not_used() {
    let (mut model, mut rules) = three();
    let change = |model: &mut RulesModel, rules: &mut Vec<Rule>, edit| {
        assert_eq!(model.handle(RulesCommand::Change(edit), rules), None);
    };
    model.handle(RulesCommand::Add, &mut rules);
    let kind = ConditionEdit::Kind(ConditionKind::Regex);
    change(&mut model, &mut rules, RuleEdit::When(kind));
    change(&mut model, &mut rules, RuleEdit::When(ConditionEdit::Expression("(".into())));
    change(&mut model, &mut rules, RuleEdit::Reply(0, DraftEdit::Text("${nothing}".into())));
    change(&mut model, &mut rules, RuleEdit::After(0, "soon".into()));
    let fields: Vec<RuleField> =
        model.form.as_ref().unwrap().problems().into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, [RuleField::When, RuleField::Reply(0), RuleField::After(0)]);
    assert_eq!(model.handle(RulesCommand::Apply, &mut rules), None);
    assert_eq!((names(&rules).as_str(), model.form.is_some()), ("abc", true));

    change(&mut model, &mut rules, RuleEdit::When(ConditionEdit::Expression("(?-u)^x".into())));
    change(&mut model, &mut rules, RuleEdit::Reply(0, DraftEdit::Text("y".into())));
    change(&mut model, &mut rules, RuleEdit::After(0, "50".into()));
    assert!(model.handle(RulesCommand::Apply, &mut rules).is_some());
    let reply = Action::Reply { draft: Draft::text("y"), after: 50, to: ReplyTo::Sender };
    assert_eq!(rules[3].then, [reply]);
}

#[test]
fn hits_and_the_open_rule_follow_the_order() {
    let (mut model, mut rules) = three();
    model.fired(2);
    model.fired(2);
    model.fired(0);
    model.handle(RulesCommand::Edit(2), &mut rules);
    model.handle(RulesCommand::Move(Move { from: 2, to: 0 }), &mut rules);
    assert_eq!(names(&rules), "cab");
    assert_eq!([0, 1, 2].map(|place| model.hits(place)), [2, 1, 0]);
    assert_eq!(model.form.as_ref().unwrap().place, Some(0));
    model.handle(RulesCommand::Remove(1), &mut rules);
    assert_eq!((names(&rules).as_str(), model.hits(0), model.hits(1)), ("cb", 2, 0));
    assert_eq!(model.form.as_ref().unwrap().place, Some(0));
    model.handle(RulesCommand::Copy(0), &mut rules);
    assert_eq!((names(&rules).as_str(), model.hits(1)), ("ccb", 0));
    model.handle(RulesCommand::Remove(1), &mut rules);
    assert_eq!(model.form, None);
}

#[test]
fn a_rule_that_is_off_is_told_to_the_session() {
    let (mut model, mut rules) = three();
    let used = model.handle(RulesCommand::Switch(0, false), &mut rules);
    assert!(rules[0].off);
    assert_eq!(used, Some(Command::SetRules(rules)));
}

#[test]
fn actions_are_added_moved_and_removed() {
    let (mut model, mut rules) = three();
    model.handle(RulesCommand::Edit(0), &mut rules);
    for edit in [
        RuleEdit::Add(ActionKind::Reply),
        RuleEdit::After(1, "7".into()),
        RuleEdit::Add(ActionKind::Stop),
        RuleEdit::Move(Move { from: 1, to: 0 }),
        RuleEdit::Remove(1),
    ] {
        model.handle(RulesCommand::Change(edit), &mut rules);
    }
    let form = model.form.as_ref().unwrap();
    assert!(matches!(form.rule.then[..], [Action::Reply { after: 7, .. }, Action::Stop]));
    assert_eq!((form.delay(0), form.delay(1)), ("7", ""));
}

#[test]
fn a_trial_shows_which_rules_fire_and_what_they_send_and_counts_nothing() {
    let (mut model, mut rules) = three();
    rules[0].when = Condition::Regex("(?-u)^buy (\\d+)".into());
    let draft = Draft::text("sold ${match 1}");
    rules[0].then = vec![Action::Reply { draft, after: 50, to: ReplyTo::All }, Action::Close];
    rules[0].go_on = true;
    rules[1].end = Some("elsewhere".into());
    let edit = TrialEdit::Draft(DraftEdit::Text("buy 3 bc".into()));
    assert_eq!(model.handle(RulesCommand::Try(edit), &mut rules), None);
    let firings = model.trial.firings(&rules, Now::default()).unwrap();
    let fired: Vec<usize> = firings.iter().map(|firing| firing.rule).collect();
    assert_eq!(fired, [0, 1], "each at its own end");
    let here = TrialEdit::End(Some("here".into()));
    assert_eq!(model.handle(RulesCommand::Try(here), &mut rules), None);
    let firings = model.trial.firings(&rules, Now::default()).unwrap();
    let fired: Vec<usize> = firings.iter().map(|firing| firing.rule).collect();
    assert_eq!(fired, [0, 2]);
    let Effect::Send { composed, to, .. } = &firings[0].effects[0] else { panic!("it replies") };
    assert_eq!((composed.bytes.as_slice(), to), (&b"sold 3"[..], &ReplyTo::All));
    assert_eq!(model.hits(0), 0);

    model.handle(RulesCommand::Try(TrialEdit::Draft(DraftEdit::Form(Form::Hex))), &mut rules);
    assert_eq!(model.trial.draft.text, "62 75 79 20 33 20 62 63");
    model.handle(RulesCommand::Try(TrialEdit::Draft(DraftEdit::Text("6".into()))), &mut rules);
    assert!(model.trial.firings(&rules, Now::default()).is_err());
}

#[test]
fn a_trial_takes_the_rule_that_is_being_written() {
    let (mut model, mut rules) = three();
    model.handle(RulesCommand::Edit(0), &mut rules);
    model.handle(looks_for("zz"), &mut rules);
    assert_eq!(model.with_form(&rules)[0], rule("a", "zz"));
    // Half of one is not tried.
    model.handle(looks_for(""), &mut rules);
    assert_eq!(model.with_form(&rules)[0], rule("a", "a"));
}

//! What must hold between the parts of a setup: names, references, templates and patterns.

use std::collections::BTreeSet;

use super::Setup;
use crate::assistant::plan::Step;
use crate::assistant::problem::{Problem, Wording};
use crate::assistant::rules::{Pattern, Rules};

/// A mistake in an item of a list, or in a table that is there once.
pub(super) struct Found {
    pub(super) list: &'static str,
    pub(super) index: usize,
    /// Such as `.steps[1].send`.
    pub(super) field: String,
    pub(super) cause: Wording,
    pub(super) remedy: Wording,
}

impl Found {
    /// Where it is, as people write it: an item by its index in the document.
    pub(super) fn path(&self, index: usize) -> String {
        match self.list {
            "script" => format!("script{}", self.field),
            list => format!("{list}[{index}]{}", self.field),
        }
    }

    fn of(list: &'static str, index: usize, field: impl Into<String>, problem: Problem) -> Self {
        let at = problem.at.start;
        let Wording { en, zh } = problem.cause;
        let cause = Wording::new(format!("{en} (at {at})"), format!("{zh}（位置 {at}）"));
        Self { list, index, field: field.into(), cause, remedy: problem.remedy }
    }
}

/// Every mistake.
pub(super) fn problems(setup: &Setup) -> Vec<Found> {
    let mut found = Vec::new();
    let ends: Vec<&str> = setup.ends.iter().map(|end| end.name.as_str()).collect();
    let messages: Vec<&str> = setup.messages.iter().map(|message| message.name.as_str()).collect();
    unique("end", ends.iter().copied(), &mut found);
    unique("message", messages.iter().copied(), &mut found);
    unique("plan", setup.plans.iter().map(|plan| plan.name.as_str()), &mut found);
    unique("proxy", setup.proxies.iter().map(|proxy| proxy.name.as_str()), &mut found);
    let keys = (0..)
        .zip(&setup.messages)
        .filter_map(|(index, message)| Some((index, message.key.as_deref()?)));
    unique_of("message", "key", keys, &mut found);
    let mut known = |list, index, field: String, name: &str, names: &[&str], what: (&str, &str)| {
        if !names.contains(&name) {
            found.push(Found {
                list,
                index,
                field,
                cause: Wording::new(
                    format!("there is no {} {name:?}", what.0),
                    format!("没有{} {name:?}", what.1),
                ),
                remedy: Wording::new(
                    format!("use one of {names:?}, or add it"),
                    format!("使用 {names:?} 之一，或添加它"),
                ),
            });
        }
    };
    const END: (&str, &str) = ("end", "端");
    for (index, message) in setup.messages.iter().enumerate() {
        if let Some(end) = &message.end {
            known("message", index, ".end".into(), end, &ends, END);
        }
    }
    for (index, rule) in setup.rules.iter().enumerate() {
        if let Some(end) = &rule.end {
            known("rule", index, ".end".into(), end, &ends, END);
        }
    }
    if let Some(end) = setup.script.as_ref().and_then(|script| script.end.as_ref()) {
        known("script", 0, ".end".into(), end, &ends, END);
    }
    for (index, plan) in setup.plans.iter().enumerate() {
        for (place, step) in plan.steps.iter().enumerate() {
            match step {
                Step::Send { message, .. } => {
                    let field = format!(".steps[{place}].send");
                    known("plan", index, field, message, &messages, ("message", "消息"));
                }
                Step::WaitFor { wanted, .. } => {
                    if let Some(end) = &wanted.end {
                        known("plan", index, format!(".steps[{place}].wait-for"), end, &ends, END);
                    }
                }
                Step::Pause(_) => {}
            }
        }
    }
    for (index, proxy) in setup.proxies.iter().enumerate() {
        let problems = proxy.problems().into_iter();
        found.extend(problems.map(|(field, cause, remedy)| Found {
            list: "proxy",
            index,
            field,
            cause,
            remedy,
        }));
    }
    found.extend(unreadable(setup));
    found
}

/// Templates and patterns that cannot be read.
fn unreadable(setup: &Setup) -> Vec<Found> {
    let mut found = Vec::new();
    for (index, message) in setup.messages.iter().enumerate() {
        if let Err(problem) = message.draft.prepare() {
            found.push(Found::of("message", index, ".text", problem));
        }
    }
    if let Err(problems) = Rules::prepare(&setup.rules) {
        found.extend(
            problems
                .into_iter()
                .map(|one| Found::of("rule", one.rule, format!(".{}", one.field), one.problem)),
        );
    }
    for (index, plan) in setup.plans.iter().enumerate() {
        for (place, step) in plan.steps.iter().enumerate() {
            let Step::WaitFor { wanted, .. } = step else { continue };
            if let Err(problem) = Pattern::prepare(&wanted.when) {
                found.push(Found::of(
                    "plan",
                    index,
                    format!(".steps[{place}].wait-for.when"),
                    problem,
                ));
            }
        }
    }
    found
}

fn unique<'a>(list: &'static str, names: impl Iterator<Item = &'a str>, found: &mut Vec<Found>) {
    unique_of(list, "name", names.enumerate(), found);
}

fn unique_of<'a>(
    list: &'static str,
    field: &str,
    values: impl Iterator<Item = (usize, &'a str)>,
    found: &mut Vec<Found>,
) {
    let mut seen = BTreeSet::new();
    for (index, value) in values {
        if !seen.insert(value) {
            found.push(Found {
                list,
                index,
                field: format!(".{field}"),
                cause: Wording::new(
                    format!("another {list} has the {field} {value:?}"),
                    format!("另一个 {list} 的 {field} 也是 {value:?}"),
                ),
                remedy: Wording::new(
                    format!("give each a {field} of its own"),
                    format!("请让每一项的 {field} 不同"),
                ),
            });
        }
    }
}

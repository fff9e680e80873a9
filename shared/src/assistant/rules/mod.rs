//! Rules that answer: what a message must be, and what happens then.
//!
//! Rules are tried in order on each whole message; the first that matches fires, unless it says to go
//! on. [`Rules::try_message`] is the same without any effect.

mod hex_pattern;
mod pattern;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::compose::{Captures, Composed, Context, Draft, Prepared, is_default};
use super::problem::Problem;

pub use hex_pattern::HexPattern;
pub use pattern::{Condition, Pattern};

pub(crate) use pattern::regex;

/// A rule as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What people call it.
    pub name: String,
    /// The end whose messages it looks at; without one, every end's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    /// Whether it is left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub off: bool,
    /// What a message must be.
    pub when: Condition,
    /// What happens, in order.
    pub then: Vec<Action>,
    /// Whether later rules are tried too.
    #[serde(default, skip_serializing_if = "is_default")]
    pub go_on: bool,
}

/// What a rule does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Action {
    /// Send a message.
    Reply {
        /// What; fields may name the groups of the condition's regular expression.
        #[serde(flatten)]
        draft: Draft,
        /// How long after the message, in milliseconds.
        #[serde(default, skip_serializing_if = "is_default")]
        after: u32,
        /// To whom.
        #[serde(default, skip_serializing_if = "is_default")]
        to: ReplyTo,
    },
    /// Close the sender's connection when all is written.
    Close,
    /// Reset the sender's connection.
    Reset,
    /// Stop all plans.
    Stop,
}

/// Who receives a reply.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReplyTo {
    /// The sender of the message.
    #[default]
    Sender,
    /// Every peer of the end.
    All,
}

/// Rules that have been read, with their counts.
#[derive(Debug, Default)]
pub struct Rules(Vec<Prepare>);

#[derive(Debug)]
struct Prepare {
    rule: Rule,
    pattern: Pattern,
    /// The replies among the actions, in their order.
    replies: Vec<Prepared>,
    hits: u64,
    /// How often each reply was sent, which its counters count.
    sent: u64,
}

/// Where a rule is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleProblem {
    /// The rule's place among the rules, from 0.
    pub rule: usize,
    /// `when`, or `then[1].reply`.
    pub field: String,
    /// What is wrong.
    pub problem: Problem,
}

/// A rule that fires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Firing {
    /// The rule's place among the rules, from 0.
    pub rule: usize,
    /// What it does.
    pub effects: Vec<Effect>,
}

/// What a rule does, computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Send these bytes.
    Send {
        /// What.
        composed: Composed,
        /// How long after the message.
        after: Duration,
        /// To whom.
        to: ReplyTo,
    },
    /// The reply cannot be computed.
    Unsendable(Problem),
    /// See [`Action::Close`].
    Close,
    /// See [`Action::Reset`].
    Reset,
    /// See [`Action::Stop`].
    Stop,
}

/// A received message, as rules look at it.
#[derive(Debug, Clone, Copy)]
pub struct Incoming<'a> {
    /// The end's name.
    pub end: &'a str,
    /// The sender's address.
    pub peer: &'a str,
    /// The message.
    pub message: &'a [u8],
}

impl Rules {
    /// Reads rules.
    ///
    /// # Errors
    /// Every [`RuleProblem`] in them.
    pub fn prepare(rules: &[Rule]) -> Result<Self, Vec<RuleProblem>> {
        let mut problems = Vec::new();
        let mut prepared = Vec::new();
        for (index, rule) in rules.iter().enumerate() {
            let mut complain = |field: String, problem| {
                problems.push(RuleProblem { rule: index, field, problem });
            };
            let mut replies = Vec::new();
            for (place, action) in rule.then.iter().enumerate() {
                let Action::Reply { draft, .. } = action else { continue };
                match draft.prepare() {
                    Ok(reply) => replies.push(reply),
                    Err(problem) => complain(format!("then[{place}].reply"), problem),
                }
            }
            match Pattern::prepare(&rule.when) {
                Ok(pattern) => {
                    prepared.push(Prepare {
                        rule: rule.clone(),
                        pattern,
                        replies,
                        hits: 0,
                        sent: 0,
                    });
                }
                Err(problem) => complain("when".into(), problem),
            }
        }
        if problems.is_empty() { Ok(Self(prepared)) } else { Err(problems) }
    }

    /// The rules that fire on a message, counted.
    pub fn handle(&mut self, incoming: Incoming<'_>, context: &Context<'_>) -> Vec<Firing> {
        let firings = self.try_message(incoming, context);
        for firing in &firings {
            let rule = &mut self.0[firing.rule];
            rule.hits += 1;
            rule.sent += u64::from(!rule.replies.is_empty());
        }
        firings
    }

    /// The rules that would fire on a message, and what they would send.
    #[must_use]
    pub fn try_message(&self, incoming: Incoming<'_>, context: &Context<'_>) -> Vec<Firing> {
        let mut firings = Vec::new();
        for (index, rule) in self.0.iter().enumerate() {
            let elsewhere = rule.rule.end.as_ref().is_some_and(|end| end != incoming.end);
            if rule.rule.off || elsewhere {
                continue;
            }
            let Some(groups) = rule.pattern.captures(incoming.message) else { continue };
            let captures = Captures {
                message: incoming.message.to_vec(),
                groups,
                peer: incoming.peer.to_owned(),
            };
            let context = Context { captures: Some(&captures), sent: rule.sent, ..*context };
            firings.push(Firing { rule: index, effects: rule.effects(&context) });
            if !rule.rule.go_on {
                break;
            }
        }
        firings
    }

    /// The rules as they were written.
    pub fn written(&self) -> impl Iterator<Item = &Rule> {
        self.0.iter().map(|rule| &rule.rule)
    }

    /// How often each rule has fired.
    pub fn hits(&self) -> impl Iterator<Item = u64> {
        self.0.iter().map(|rule| rule.hits)
    }

    /// The rule at a place.
    #[must_use]
    pub fn rule(&self, index: usize) -> Option<&Rule> {
        self.0.get(index).map(|prepared| &prepared.rule)
    }
}

impl Prepare {
    fn effects(&self, context: &Context<'_>) -> Vec<Effect> {
        let mut replies = self.replies.iter();
        let effects = self.rule.then.iter().map(|action| match action {
            Action::Reply { after, to, .. } => {
                let reply = replies.next().expect("every reply was prepared");
                match reply.compose(context) {
                    Ok(composed) => {
                        let after = Duration::from_millis((*after).into());
                        Effect::Send { composed, after, to: *to }
                    }
                    Err(problem) => Effect::Unsendable(problem),
                }
            }
            Action::Close => Effect::Close,
            Action::Reset => Effect::Reset,
            Action::Stop => Effect::Stop,
        });
        effects.collect()
    }
}

#[cfg(test)]
mod tests;

//! A setup: ends, messages, rules, plans and settings as one TOML document.
//!
//! The document is described in `docs/assistant.md`. [`Setup::parse`] reads all of it and names every
//! mistake; [`Setup::to_toml`] writes it.

mod check;
mod end;
mod import;
mod options;
mod read;
mod script;

use serde::{Deserialize, Serialize};

use super::compose::{Draft, is_default};
use super::log::LogSettings;
use super::plan::Plan;
use super::proxy::ProxySetup;
use super::rules::Rule;

pub(super) use end::unix_address;
pub use end::{Backoff, EndSetup, Endpoint, Membership, ReceivedCheck, Transport};
pub use import::{Imported, import_packet_sender, import_sscom};
pub use options::SocketOptions;
pub use read::SetupProblem;
pub use script::Script;

/// The version of the document that is written.
pub const SETUP_VERSION: u32 = 1;

/// Everything that the assistant is to do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Setup {
    /// Where messages go out and come in.
    #[serde(rename = "end", skip_serializing_if = "Vec::is_empty")]
    pub ends: Vec<EndSetup>,
    /// The named messages, in the order of the list.
    #[serde(rename = "message", skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<Message>,
    /// The rules, in the order they are tried.
    #[serde(rename = "rule", skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
    /// The script that answers what no rule is the last to answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub script: Option<Script>,
    /// The plans.
    #[serde(rename = "plan", skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<Plan>,
    /// The proxies.
    #[serde(rename = "proxy", skip_serializing_if = "Vec::is_empty")]
    pub proxies: Vec<ProxySetup>,
    /// How the log is kept.
    #[serde(skip_serializing_if = "is_default")]
    pub log: LogSettings,
}

/// A named message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Message {
    /// Its name.
    pub name: String,
    /// The key that sends it, such as `F1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The group it is listed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The end it is sent from; without one, the end that is chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    /// What it is.
    #[serde(flatten)]
    pub draft: Draft,
}

impl Setup {
    /// The document.
    #[must_use]
    pub fn to_toml(&self) -> String {
        #[derive(Serialize)]
        struct Document<'a> {
            version: u32,
            #[serde(flatten)]
            setup: &'a Setup,
        }
        let document = Document { version: SETUP_VERSION, setup: self };
        toml::to_string_pretty(&document).expect("a setup has only strings as keys")
    }

    /// Takes in the messages, rules and plans of another setup; its ends and settings are not looked at.
    /// What has the name of one that is here replaces it. The other's rules are tried first.
    pub fn take_in(&mut self, other: Self) {
        let Self { messages, mut rules, plans, .. } = other;
        for message in messages {
            put(&mut self.messages, message, |message| &message.name);
        }
        for plan in plans {
            put(&mut self.plans, plan, |plan| &plan.name);
        }
        self.rules.retain(|rule| rules.iter().all(|new| new.name != rule.name));
        rules.append(&mut self.rules);
        self.rules = rules;
    }

    /// The message of a name.
    #[must_use]
    pub fn message(&self, name: &str) -> Option<&Message> {
        self.messages.iter().find(|message| message.name == name)
    }
}

/// Puts an item in the place of the one of its name, or behind the others.
fn put<T>(items: &mut Vec<T>, item: T, name: fn(&T) -> &String) {
    match items.iter().position(|known| name(known) == name(&item)) {
        Some(place) => items[place] = item,
        None => items.push(item),
    }
}

#[cfg(test)]
mod tests;

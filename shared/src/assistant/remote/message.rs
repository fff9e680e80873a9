//! The requests and updates.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::proxies::ProxyRequest;
use super::status::Changes;
use crate::assistant::log::Entry;
use crate::assistant::problem::{Problem, Wording};
use crate::assistant::session::{Command, EndId};

/// The relay's number for one of its assistants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AssistantNumber(pub u64);

/// A secret of a browser, which its assistants belong to: 128 random bits as 32 hex digits.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OwnerKey(String);

/// Digits of an [`OwnerKey`].
const KEY_DIGITS: usize = 32;

impl OwnerKey {
    /// The key of these random bits.
    #[must_use]
    pub fn new(bits: u128) -> Self {
        Self(format!("{bits:032x}"))
    }

    /// Its digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for OwnerKey {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_key = text.len() == KEY_DIGITS && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_key { Ok(Self(text)) } else { Err("an owner's key is 32 hex digits") }
    }
}

impl From<OwnerKey> for String {
    fn from(key: OwnerKey) -> Self {
        key.0
    }
}

/// Not its digits: they are a secret.
impl std::fmt::Debug for OwnerKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OwnerKey(…)")
    }
}

/// What a page wants of an assistant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    /// Begin one with all ends closed, and watch it: answered by [`Update::Watching`] or
    /// [`Update::Refused`].
    Start {
        /// Whose it is.
        owner: OwnerKey,
        /// What people call it.
        name: String,
        /// Its setup, as [`crate::assistant::setup::Setup::parse`] reads it.
        setup: String,
    },
    /// Watch one that runs: answered by [`Update::Watching`] or [`Update::Refused`].
    Watch {
        /// Whose it is.
        owner: OwnerKey,
        /// Which.
        number: AssistantNumber,
        /// The first entry that the page does not have.
        from: u64,
    },
    /// Which ones run: answered by [`Update::Running`].
    List {
        /// Whose.
        owner: OwnerKey,
    },
    /// A command for the one that is watched.
    Command(Command),
    /// Something of the proxies of the one that is watched.
    Proxy(ProxyRequest),
    /// Watch it no longer; it goes on.
    Leave,
    /// End it: answered by [`Update::Ended`].
    End,
}

/// What the relay reports.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Update {
    /// The page watches it from now on.
    Watching(Watched),
    /// The assistants of an owner.
    Running {
        /// In the order they began.
        assistants: Vec<RunningAssistant>,
    },
    /// A request could not be carried out; why, each reason by itself.
    Refused {
        /// The reasons, at least one.
        reasons: Vec<Wording>,
    },
    /// What is new.
    News(News),
    /// It has ended; its number is no longer valid.
    Ended(Ending),
}

/// What a page needs to know of an assistant when it begins to watch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Watched {
    /// Its number.
    pub number: AssistantNumber,
    /// What people call it.
    pub name: String,
    /// Its setup.
    pub setup: SetupNow,
}

/// A setup as it is now.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetupNow {
    /// The document.
    pub text: String,
    /// The ids of its ends, in its order.
    pub ends: Vec<EndId>,
}

/// One assistant of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunningAssistant {
    /// Its number.
    pub number: AssistantNumber,
    /// What people call it.
    pub name: String,
    /// For how long it has run.
    pub age: Duration,
    /// How many pages watch it.
    pub watchers: usize,
}

/// What has happened since the last report.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct News {
    /// When, in time since the session began.
    pub at: Duration,
    /// What is otherwise than it was; all of it in the first report.
    #[serde(default, skip_serializing_if = "Changes::is_empty")]
    pub changes: Changes,
    /// The setup, where it is another than before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setup: Option<SetupNow>,
    /// Commands that could not be carried out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<Problem>,
    /// Entries that were left out before these: the log is bounded, or the page was slower than it.
    #[serde(default)]
    pub missed: u64,
    /// Further entries of the log, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Numbered>,
}

/// An entry of the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Numbered {
    /// Its number, from 0.
    pub number: u64,
    /// Bytes of its message that are left out at the end, see [`super::MAX_LOGGED_BYTES`].
    #[serde(default)]
    pub left_out: u64,
    /// The entry.
    pub entry: Entry,
}

/// Why an assistant has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// A page ended it.
    Asked,
    /// No page has watched it for as long as the relay keeps one.
    Unwatched,
    /// It could not go on.
    Failed,
}

//! Which entries are shown, as it is typed and chosen.

use lab_shared::assistant::Wording;
use lab_shared::assistant::compose::{Charset, Draft, Form};
use lab_shared::assistant::log::{Direction, Filter};
use lab_shared::assistant::rules::Condition;

use crate::kit::state::choice::Choice;

/// How what is searched for is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// As text that the message contains.
    #[default]
    Text,
    /// As bytes in hex that it contains.
    Hex,
    /// As a regular expression.
    Regex,
}

impl Choice for Wanted {
    fn all() -> Vec<Self> {
        vec![Self::Text, Self::Hex, Self::Regex]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Hex => "hex",
            Self::Regex => "regex",
        }
    }
}

/// Which way messages went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Ways {
    /// Either, and what happened beside.
    #[default]
    All,
    Sent,
    Received,
}

impl Choice for Ways {
    fn all() -> Vec<Self> {
        vec![Self::All, Self::Sent, Self::Received]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Sent => "sent",
            Self::Received => "received",
        }
    }
}

/// What is typed and chosen.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct FilterForm {
    pub(crate) ways: Ways,
    /// The name of an end.
    pub(crate) end: Option<String>,
    /// The address of a peer.
    pub(crate) peer: Option<String>,
    pub(crate) wanted: Wanted,
    pub(crate) text: String,
    /// The encoding of a text that is searched for.
    pub(crate) charset: Charset,
}

/// A change of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum FilterEdit {
    Ways(Ways),
    /// One peer of one end, or any.
    Peer(Option<(String, String)>),
    Wanted(Wanted),
    Text(String, Charset),
}

impl FilterForm {
    #[must_use]
    pub(crate) fn after(mut self, edit: FilterEdit) -> Self {
        match edit {
            FilterEdit::Ways(ways) => self.ways = ways,
            FilterEdit::Peer(peer) => (self.end, self.peer) = peer.unzip(),
            FilterEdit::Wanted(wanted) => self.wanted = wanted,
            FilterEdit::Text(text, charset) => (self.text, self.charset) = (text, charset),
        }
        self
    }

    /// The filter; `None` where it would leave nothing out.
    ///
    /// # Errors
    /// Why what is searched for cannot be read.
    pub(crate) fn read(&self) -> Result<Option<Filter>, Wording> {
        let direction = match self.ways {
            Ways::All => None,
            Ways::Sent => Some(Direction::Sent),
            Ways::Received => Some(Direction::Received),
        };
        let filter =
            Filter { direction, end: self.end.clone(), peer: self.peer.clone(), message: None };
        let all = direction.is_none() && self.end.is_none() && self.peer.is_none();
        if self.text.is_empty() {
            return Ok((!all).then_some(filter));
        }
        // A dollar sign is itself here: nothing is computed.
        let literal = Draft {
            text: self.text.replace("${", "\\${"),
            form: if self.wanted == Wanted::Hex { Form::Hex } else { Form::Text },
            charset: self.charset,
            ..Draft::default()
        };
        let condition = match self.wanted {
            Wanted::Regex => Condition::Regex(self.text.clone()),
            Wanted::Text | Wanted::Hex => Condition::Contains(literal),
        };
        filter.with_message(&condition).map(Some).map_err(|problem| problem.cause)
    }
}

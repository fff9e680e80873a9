//! Which entries are shown.

use super::{Entry, EntryKind};
use crate::assistant::problem::Problem;
use crate::assistant::rules::{Condition, Pattern};

/// Which way a message went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To a peer.
    Sent,
    /// From a peer.
    Received,
}

/// What an entry must be; each part that is set must hold.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Which way; entries that are no messages are left out.
    pub direction: Option<Direction>,
    /// The end's name.
    pub end: Option<String>,
    /// The peer's address.
    pub peer: Option<String>,
    /// What the message must be.
    pub message: Option<Pattern>,
}

impl Filter {
    /// Requires something of the message, such as a text or hex that it contains.
    ///
    /// # Errors
    /// [`Problem`] if the condition cannot be read.
    pub fn with_message(self, condition: &Condition) -> Result<Self, Problem> {
        Ok(Self { message: Some(Pattern::prepare(condition)?), ..self })
    }

    /// Whether an entry is shown.
    #[must_use]
    pub fn shows(&self, entry: &Entry) -> bool {
        let direction = match entry.kind {
            EntryKind::Sent { .. } => Some(Direction::Sent),
            EntryKind::Received { .. } => Some(Direction::Received),
            _ => None,
        };
        let same =
            |wanted: &Option<String>, is: &str| wanted.as_deref().is_none_or(|wanted| wanted == is);
        let message = self.message.as_ref();
        (self.direction.is_none() || self.direction == direction)
            && same(&self.end, &entry.end)
            && same(&self.peer, &entry.peer)
            && message
                .is_none_or(|pattern| direction.is_some() && pattern.matches(entry.kind.bytes()))
    }
}

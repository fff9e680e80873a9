//! How a room or a client of this page paces its calls, so that boundaries are seen and kept.

use std::time::Duration;

use super::remedy::{Between, PAUSE};

/// The pace. It can change at any time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pace {
    /// What it does between two sends.
    pub between: Between,
    /// The bufsize of each recv; `None` for the usual one.
    pub bufsize: Option<i64>,
    /// Whether it is busy: a recv already pending still returns, and no other is made.
    pub busy: bool,
}

/// The fields of the pace.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaceFields {
    /// See [`Pace::between`].
    pub between: Between,
    /// See [`Pace::bufsize`]; empty for `None`.
    pub bufsize: String,
    /// See [`Pace::busy`].
    pub busy: bool,
}

/// A change to the fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaceEdit {
    /// See [`Pace::between`].
    Between(Between),
    /// See [`Pace::bufsize`].
    Bufsize(String),
    /// See [`Pace::busy`].
    Busy(bool),
}

impl PaceFields {
    /// The fields after a change.
    #[must_use]
    pub fn after(mut self, edit: PaceEdit) -> Self {
        match edit {
            PaceEdit::Between(between) => self.between = between,
            PaceEdit::Bufsize(bufsize) => self.bufsize = bufsize,
            PaceEdit::Busy(busy) => self.busy = busy,
        }
        self
    }

    /// The pace; `None` where the bufsize is neither empty nor a number above zero.
    #[must_use]
    pub fn checked(&self) -> Option<Pace> {
        let bufsize = match self.bufsize.trim() {
            "" => None,
            typed => Some(typed.parse().ok().filter(|bufsize| *bufsize > 0)?),
        };
        Some(Pace { between: self.between, bufsize, busy: self.busy })
    }
}

/// Whether the next send on one connection may be made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Gate {
    /// When the pause after the last send is over.
    pause_ends: Option<Duration>,
    /// Whether the last send is still to be answered.
    unanswered: bool,
}

impl Gate {
    /// A send was taken at `now`.
    pub(crate) fn sent(&mut self, now: Duration) {
        *self = Self { pause_ends: Some(now + PAUSE), unanswered: true };
    }

    /// The other side has sent something.
    pub(crate) fn heard(&mut self) {
        self.unanswered = false;
    }

    pub(crate) fn is_open(&self, between: Between, now: Duration) -> bool {
        match between {
            Between::Nothing => true,
            Between::Pause => self.pause_ends.is_none_or(|end| end <= now),
            Between::Acknowledge => !self.unanswered,
        }
    }

    /// When the pause opens it.
    pub(crate) fn opens_at(&self, between: Between) -> Option<Duration> {
        self.pause_ends.filter(|_| between == Between::Pause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::state::choice::Choice as _;

    #[test]
    fn a_pause_ends_by_itself_and_an_acknowledgement_comes_from_the_other_side() {
        let now = Duration::from_secs(9);
        let mut gate = Gate::default();
        for between in Between::all() {
            assert!(gate.is_open(between, now), "nothing was sent yet");
        }
        gate.sent(now);
        assert!(gate.is_open(Between::Nothing, now));
        assert!(!gate.is_open(Between::Pause, now) && gate.is_open(Between::Pause, now + PAUSE));
        assert_eq!(gate.opens_at(Between::Pause), Some(now + PAUSE));
        assert_eq!(gate.opens_at(Between::Acknowledge), None);
        assert!(!gate.is_open(Between::Acknowledge, now + PAUSE));
        gate.heard();
        assert!(gate.is_open(Between::Acknowledge, now));
    }

    #[test]
    fn an_empty_bufsize_is_the_usual_one_and_a_word_is_none() {
        let typed = |text: &str| PaceFields::default().after(PaceEdit::Bufsize(text.into()));
        assert_eq!(typed(" ").checked(), Some(Pace::default()));
        assert_eq!(typed("4").checked(), Some(Pace { bufsize: Some(4), ..Pace::default() }));
        for wrong in ["0", "-1", "x"] {
            assert_eq!(typed(wrong).checked(), None);
        }
    }
}

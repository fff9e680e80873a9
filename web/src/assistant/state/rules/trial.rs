//! A message tried against the rules: which would fire, and what they would send.

use lab_shared::assistant::compose::{Context, Draft};
use lab_shared::assistant::rules::{Firing, Incoming, Rule, Rules};
use lab_shared::assistant::{Now, Problem};

use crate::assistant::state::draft::DraftEdit;

/// The message that is tried.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Trial {
    /// As it is written.
    pub(crate) draft: Draft,
    /// The end it would come from; without one, each rule is tried as at its own end.
    pub(crate) end: Option<String>,
}

/// A change of the trial.
#[derive(Debug, Clone, PartialEq)]
pub enum TrialEdit {
    Draft(DraftEdit),
    End(Option<String>),
}

/// The address that a trial comes from.
const TRIED_PEER: &str = "127.0.0.1:50000";

impl Trial {
    /// Changes the trial.
    pub(crate) fn change(&mut self, edit: TrialEdit) {
        match edit {
            TrialEdit::Draft(edit) => edit.apply(&mut self.draft),
            TrialEdit::End(end) => self.end = end,
        }
    }

    /// Whether there is something to try.
    #[must_use]
    pub(crate) fn is_empty(&self) -> bool {
        self.draft.text.is_empty()
    }

    /// The rules that would fire, and their effects. Nothing is sent or counted. Counters and random
    /// fields are those of a first send.
    ///
    /// # Errors
    /// [`Problem`] if the message cannot be read.
    pub(crate) fn firings(&self, rules: &[Rule], now: Now) -> Result<Vec<Firing>, Problem> {
        let context = Context { now, ..Context::default() };
        let message = self.draft.prepare()?.compose(&context)?.bytes;
        let mut rules = rules.to_vec();
        if self.end.is_none() {
            rules.iter_mut().for_each(|rule| rule.end = None);
        }
        let Ok(prepared) = Rules::prepare(&rules) else { return Ok(Vec::new()) };
        let end = self.end.as_deref().unwrap_or_default();
        let incoming = Incoming { end, peer: TRIED_PEER, message: &message };
        Ok(prepared.try_message(incoming, &context))
    }
}

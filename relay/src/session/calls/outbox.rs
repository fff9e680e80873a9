//! The messages the engine has for the page: returns and events.

use lab_shared::call::{CallId, Failure, Outcome, Rule, Value};
use lab_shared::wire::{Event, Return, ToPage};

use super::engine::Engine;
use crate::resources::account::Hold;
use crate::resources::limits::RESTING_MESSAGES;
use crate::session::clock::CallTimes;

/// A message for the page.
#[derive(Debug)]
pub(crate) struct Outgoing {
    pub(crate) message: ToPage,
    /// The bytes of a recv. Other messages are small, and count from when they are written.
    pub(crate) hold: Option<Hold>,
}

impl Engine {
    /// Takes the next message for the page.
    pub(crate) fn poll_message(&mut self) -> Option<Outgoing> {
        debug_assert!(self.pending.is_balanced(), "each pending call has its bytes held");
        let told = self.out.pop_front();
        if self.out.is_empty() {
            // What a burst has needed is not kept for a page that rests.
            self.out.shrink_to(RESTING_MESSAGES);
        }
        told
    }

    /// Ends a call with the relay's own refusal.
    pub(super) fn refuse(&mut self, id: CallId, times: CallTimes, rule: Rule) {
        self.answer(id, times, Err(Failure::refused(rule)));
    }

    /// Ends a call with its outcome.
    pub(super) fn answer(&mut self, id: CallId, times: CallTimes, outcome: Outcome) {
        self.answer_with(id, times, outcome, None);
    }

    /// Ends a call with its outcome, whose bytes `hold` accounts for.
    pub(super) fn answer_with(
        &mut self,
        id: CallId,
        mut times: CallTimes,
        outcome: Outcome,
        hold: Option<Hold>,
    ) {
        self.pending.release(id);
        if times.is_unused() {
            times.end();
        }
        if let Err(Failure { rule: Some(rule), .. }) = &outcome {
            tracing::info!(rule = rule.name(), call = id.0, "refused");
        }
        let outcome = outcome.map(|value| self.written(value));
        let (entered, at) = (times.entered(), times.at());
        self.kernel_watch.look_soon();
        let message = ToPage::Return(Return { id, entered, at, outcome });
        self.out.push_back(Outgoing { message, hold });
    }

    /// Reports that a call waits from now on.
    pub(super) fn report_blocked(&mut self, id: CallId, times: &CallTimes) {
        self.kernel_watch.look_soon();
        self.report(Event::Blocked { id, at: times.at() });
    }

    /// Queues an event for the page.
    pub(super) fn report(&mut self, event: Event) {
        self.out.push_back(Outgoing { message: ToPage::Event(event), hold: None });
    }

    /// AF_UNIX addresses as the page wrote them.
    fn written(&self, value: Value) -> Value {
        match value {
            Value::Address(address) => Value::Address(self.unix.as_written(address)),
            Value::BytesFrom { address, bytes } => {
                let address = address.map(|address| self.unix.as_written(address));
                Value::BytesFrom { address, bytes }
            }
            Value::Accepted { socket, fileno, address } => {
                Value::Accepted { socket, fileno, address: self.unix.as_written(address) }
            }
            value => value,
        }
    }
}

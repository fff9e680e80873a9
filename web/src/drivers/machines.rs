//! The page's state machines as the runner knows them.

use std::time::Duration;

use lab_shared::call::Outcome;
use lab_shared::chat::Moment;

use super::runner::{Machine, Step};
use crate::browser;
use crate::state::hosting::{self, Hosting};
use crate::state::joining::{self, Joining};
use crate::state::stream::{self, Experiment};
use crate::state::ticket::Ticket;

/// A room of this page, and when it was opened: its own clock counts from there.
pub(super) struct Hosted {
    pub(super) room: Hosting,
    pub(super) opened: Duration,
}

impl Machine for Hosted {
    type Input = hosting::Input;
    type News = hosting::Output;

    fn returned(ticket: Ticket, outcome: Outcome) -> Self::Input {
        hosting::Input::Returned(ticket, outcome)
    }

    fn timeout() -> Self::Input {
        hosting::Input::Timeout
    }

    fn handle(&mut self, now: Duration, input: Self::Input) {
        let (unix_seconds, utc_offset_seconds) = browser::local_time();
        let since_start = now.saturating_sub(self.opened);
        self.room.handle(Moment { since_start, unix_seconds, utc_offset_seconds }, input);
    }

    fn poll(&mut self) -> Option<Step<Self::News>> {
        Some(match self.room.poll_output()? {
            hosting::Output::Call(call) => Step::Call(call, "room"),
            news => Step::Tell(news),
        })
    }

    fn poll_timeout(&self) -> Option<Duration> {
        Some(self.opened + self.room.poll_timeout()?)
    }
}

impl Machine for Joining {
    type Input = joining::Input;
    type News = joining::Output;

    fn returned(ticket: Ticket, outcome: Outcome) -> Self::Input {
        joining::Input::Returned(ticket, outcome)
    }

    fn timeout() -> Self::Input {
        joining::Input::Timeout
    }

    fn handle(&mut self, now: Duration, input: Self::Input) {
        Self::handle(self, now, input);
    }

    fn poll(&mut self) -> Option<Step<Self::News>> {
        Some(match self.poll_output()? {
            joining::Output::Call(call) => Step::Call(call, "client"),
            news => Step::Tell(news),
        })
    }

    fn poll_timeout(&self) -> Option<Duration> {
        Self::poll_timeout(self)
    }
}

impl Machine for Experiment {
    type Input = stream::Input;
    type News = stream::StreamNews;

    fn returned(ticket: Ticket, outcome: Outcome) -> Self::Input {
        stream::Input::Returned(ticket, outcome)
    }

    fn timeout() -> Self::Input {
        stream::Input::Timeout
    }

    fn handle(&mut self, now: Duration, input: Self::Input) {
        Self::handle(self, now, input);
    }

    fn poll(&mut self) -> Option<Step<Self::News>> {
        Some(match self.poll_output()? {
            stream::Output::Call(call, base) => Step::Call(call, base),
            stream::Output::News(news) => Step::Tell(news),
        })
    }

    fn poll_timeout(&self) -> Option<Duration> {
        Self::poll_timeout(self)
    }
}

//! A room of this page as a machine for the runner, with the time of day for its messages.

use std::time::Duration;

use lab_shared::chat::Now;

use crate::chat::state::room_host;
use crate::chat::state::room_host::RoomHost;
use crate::kit::browser;
use crate::link::state::machine::{Machine, Step};

/// A room of this page, and the moment it was opened, at which its own clock starts.
pub(crate) struct Hosted {
    pub(crate) room: RoomHost,
    pub(crate) opened: Duration,
}

impl Machine for Hosted {
    type Input = room_host::Input;
    type News = room_host::Output;

    const TIMEOUT: Self::Input = room_host::Input::Timeout;

    fn handle(&mut self, now: Duration, input: Self::Input) {
        let since_start = now.saturating_sub(self.opened);
        self.room.handle(Now { since_start, local_time: browser::local_time() }, input);
    }

    fn poll(&mut self) -> Option<Step<Self::News>> {
        Some(match self.room.poll_output()? {
            room_host::Output::Call(call) => Step::Call(call, "room"),
            news => Step::Tell(news),
        })
    }

    fn poll_timeout(&self) -> Option<Duration> {
        Some(self.opened + self.room.poll_timeout()?)
    }
}

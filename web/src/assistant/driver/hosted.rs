//! The session's host as a machine for the runner, with the browser's clocks.

use std::time::Duration;

use lab_shared::assistant::Now;

use crate::assistant::state::host::{Host, Input, News, Output};
use crate::kit::browser;
use crate::link::state::call_request::CallHandle;
use crate::link::state::machine::{Machine, Step};

/// The host. Its session began with the page.
pub(super) struct Hosted(pub(super) Host);

/// This moment on the browser's clocks.
pub(crate) fn now() -> Now {
    moment(browser::now())
}

fn moment(since_start: Duration) -> Now {
    let unix = Duration::from_micros(browser::epoch()) + since_start;
    Now { since_start, unix, local_time: browser::local_time() }
}

impl Machine for Hosted {
    type Input = Input;
    type News = News;

    const TIMEOUT: Input = Input::Timeout;

    fn handle(&mut self, at: Duration, input: Input) {
        self.0.handle(moment(at), input);
    }

    fn lost(handle: CallHandle) -> Option<Input> {
        Some(Input::Lost(handle))
    }

    fn poll(&mut self) -> Option<Step<News>> {
        Some(match self.0.poll_output()? {
            Output::Call(call, base) => Step::Call(call, base),
            Output::News(news) => Step::Tell(news),
        })
    }

    fn poll_timeout(&self) -> Option<Duration> {
        self.0.poll_timeout()
    }
}

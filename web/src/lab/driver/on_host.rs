//! A state machine whose sockets are made on a host of the page's network.

use std::time::Duration;

use lab_shared::network::HostName;

use crate::link::state::call_request::CallHandle;
use crate::link::state::machine::{Machine, Step};

/// The machine, and the host; `None` is the relay's machine.
pub(crate) struct OnHost<M> {
    pub(crate) host: Option<HostName>,
    pub(crate) machine: M,
}

impl<M: Machine> Machine for OnHost<M> {
    type Input = M::Input;
    type News = M::News;

    const TIMEOUT: Self::Input = M::TIMEOUT;

    fn lost(call: CallHandle) -> Option<Self::Input> {
        M::lost(call)
    }

    fn handle(&mut self, now: Duration, input: Self::Input) {
        self.machine.handle(now, input);
    }

    fn poll(&mut self) -> Option<Step<Self::News>> {
        Some(match self.machine.poll()? {
            Step::Call(mut call, base) => {
                // A socket that is there has its host.
                call.host = self.host.clone().filter(|_| call.socket.is_none());
                Step::Call(call, base)
            }
            told @ Step::Tell(_) => told,
        })
    }

    fn poll_timeout(&self) -> Option<Duration> {
        self.machine.poll_timeout()
    }
}

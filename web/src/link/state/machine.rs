//! The trait of the page's state machines: each requests calls and receives their returns.

use std::time::Duration;

use lab_shared::call::Outcome;

use super::call_request::{CallHandle, CallRequest};

/// A call that a machine requested has returned.
#[derive(Debug)]
pub(crate) struct Returned(pub CallHandle, pub Outcome);

/// A state machine that requests calls. Times are on the page's clock.
pub(crate) trait Machine: 'static {
    /// Its inputs: the returns of its calls, and others of its own.
    type Input: From<Returned>;
    /// What it reports, beside the calls it requests.
    type News;

    /// The input for the time that [`Machine::poll_timeout`] asked for.
    const TIMEOUT: Self::Input;

    /// The input for a call that was lost with the relay. Without one, the machine is ended by who runs it.
    fn lost(_call: CallHandle) -> Option<Self::Input> {
        None
    }

    /// Takes in what happened at `now`.
    fn handle(&mut self, now: Duration, input: Self::Input);

    /// What to do next, until there is nothing.
    fn poll(&mut self) -> Option<Step<Self::News>>;

    /// When it wants to be woken.
    fn poll_timeout(&self) -> Option<Duration>;
}

/// A machine's output.
#[derive(Debug)]
pub(crate) enum Step<N> {
    /// Make this call; the variable of a socket it makes begins with this base.
    Call(CallRequest, &'static str),
    /// Report this.
    Tell(N),
}

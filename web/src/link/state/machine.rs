//! The trait of the page's state machines: each requests calls and receives their returns.

use std::time::Duration;

use lab_shared::call::Outcome;

use super::call_request::{CallHandle, CallRequest};

/// A call that a machine asked for has returned.
#[derive(Debug)]
pub(crate) struct Returned(pub CallHandle, pub Outcome);

/// A state machine that asks for calls. Times are on the page's clock.
pub(crate) trait Machine: 'static {
    /// What it takes in: the returns of its calls, and inputs of its own.
    type Input: From<Returned>;
    /// What it tells, beside the calls it asks for.
    type News;

    /// The input for the time that [`Machine::poll_timeout`] asked for.
    const TIMEOUT: Self::Input;

    /// Takes in what happened at `now`.
    fn handle(&mut self, now: Duration, input: Self::Input);

    /// What to do next, until there is nothing.
    fn poll(&mut self) -> Option<Step<Self::News>>;

    /// When it wants to be woken.
    fn poll_timeout(&self) -> Option<Duration>;
}

/// What a machine wants.
#[derive(Debug)]
pub(crate) enum Step<N> {
    /// This call made; the variable of a socket it makes begins so.
    Call(CallRequest, &'static str),
    /// This told.
    Tell(N),
}

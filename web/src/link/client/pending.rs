//! A pending call as a future.

use futures_channel::oneshot;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use lab_shared::call::Micros;
use lab_shared::wire::{Call, Return};

/// There is no relay, or it was lost before the call returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RelayLost;

impl fmt::Display for RelayLost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the relay is lost")
    }
}

/// The progress of a call.
#[derive(Debug)]
pub enum Progress<'a> {
    /// It blocks in the kernel.
    Blocked,
    /// It has returned.
    Returned(&'a Return),
    /// The relay was lost before.
    Lost,
}

/// Notified of a call's progress before that is recorded. It must neither make nor cancel calls.
pub(crate) type Follower = Box<dyn Fn(Progress<'_>)>;

/// What waits for a call's return.
pub(super) enum Waiter {
    Future(oneshot::Sender<Return>),
    Follower(Follower),
}

impl Waiter {
    pub(super) fn tell(&self, progress: Progress<'_>) {
        if let Self::Follower(follower) = self {
            follower(progress);
        }
    }
}

/// A call that was sent, or that found no relay. Dropping it does not end the call.
#[derive(Debug)]
pub struct PendingCall {
    sent: Option<Sent>,
}

#[derive(Debug)]
struct Sent {
    call: Call,
    at: Micros,
    returned: oneshot::Receiver<Return>,
}

impl PendingCall {
    pub(super) fn sent(call: Call, at: Micros, returned: oneshot::Receiver<Return>) -> Self {
        Self { sent: Some(Sent { call, at, returned }) }
    }

    pub(super) fn without_relay() -> Self {
        Self { sent: None }
    }

    /// The call as it was sent and the moment on the page's clock; `None` where there is no relay.
    #[must_use]
    pub fn issued(&self) -> Option<(&Call, Micros)> {
        self.sent.as_ref().map(|sent| (&sent.call, sent.at))
    }
}

impl Future for PendingCall {
    type Output = Result<Return, RelayLost>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.sent {
            None => Poll::Ready(Err(RelayLost)),
            Some(sent) => {
                Pin::new(&mut sent.returned).poll(context).map(|ended| ended.map_err(|_| RelayLost))
            }
        }
    }
}

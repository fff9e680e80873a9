//! The session's timers: a call's deadline, and the next attempt at one that no event will wake.

use std::task::{Context, Poll};
use std::time::Duration;

use lab_shared::call::CallId;
use tokio_util::time::DelayQueue;
use tokio_util::time::delay_queue::Key;

use crate::resources::limits::RETRY_PAUSE;

/// Longest time of a timer: the queue permits two years, Python 292.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

/// What a timer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TimerKind {
    /// The call's timeout has run out.
    Deadline,
    /// The call is to be tried again.
    Retry,
}

/// A timer that has fired.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Timer {
    pub(crate) call: CallId,
    pub(crate) serial: u64,
    pub(crate) kind: TimerKind,
}

/// The timers of one call.
#[derive(Debug, Default)]
pub(crate) struct CallTimers {
    deadline: Option<Key>,
    retry: Option<Key>,
    pause: Option<Duration>,
}

impl CallTimers {
    /// Notes that a timer has fired: its key may be used again.
    pub(crate) fn fired(&mut self, kind: TimerKind) {
        match kind {
            TimerKind::Deadline => self.deadline = None,
            TimerKind::Retry => self.retry = None,
        }
    }
}

/// The timers of one session.
#[derive(Debug, Default)]
pub(crate) struct TimerQueue {
    queue: DelayQueue<Timer>,
}

impl TimerQueue {
    /// Sets a call's deadline.
    pub(crate) fn set_deadline(
        &mut self,
        timers: &mut CallTimers,
        call: (CallId, u64),
        after: Duration,
    ) {
        let timer = Timer { call: call.0, serial: call.1, kind: TimerKind::Deadline };
        timers.deadline = Some(self.queue.insert(timer, after.min(LONGEST)));
    }

    /// Has a call attempted again soon, and after a longer pause each time.
    pub(crate) fn set_retry(&mut self, timers: &mut CallTimers, call: (CallId, u64)) {
        let (first, longest) = RETRY_PAUSE;
        let pause = timers.pause.map_or(first, |pause| (pause * 2).min(longest));
        timers.pause = Some(pause);
        let timer = Timer { call: call.0, serial: call.1, kind: TimerKind::Retry };
        timers.retry = Some(self.queue.insert(timer, pause));
    }

    /// Forgets a call's timers.
    pub(crate) fn clear(&mut self, timers: &mut CallTimers) {
        for key in [timers.deadline.take(), timers.retry.take()].into_iter().flatten() {
            self.queue.remove(&key);
        }
    }

    /// Waits for the next timer; forever if none is set.
    pub(crate) fn poll_timer(&mut self, cx: &mut Context<'_>) -> Poll<Timer> {
        match self.queue.poll_expired(cx) {
            Poll::Ready(Some(expired)) => Poll::Ready(expired.into_inner()),
            Poll::Ready(None) | Poll::Pending => Poll::Pending,
        }
    }
}

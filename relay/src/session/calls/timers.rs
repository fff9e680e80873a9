//! The session's timers: a call's deadline, and the next try of one that no event will wake.

use std::task::{Context, Poll};
use std::time::Duration;

use lab_shared::call::CallId;
use tokio_util::time::DelayQueue;
use tokio_util::time::delay_queue::Key;

use crate::resources::limits::RETRY_PAUSE;

/// Longest time an timer is set for: the queue knows no more than two years, Python 292.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

/// Why an timer rings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TimerKind {
    /// The call's timeout has run out.
    Deadline,
    /// The call is to be tried again.
    Retry,
}

/// A ringing timer.
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
    /// Notes that an timer has rung: its key may soon be another's.
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

    /// Has a call tried again soon, and less and less soon each time.
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

    /// Waits for the next timer; for ever where none is set.
    pub(crate) fn poll_timer(&mut self, cx: &mut Context<'_>) -> Poll<Timer> {
        match self.queue.poll_expired(cx) {
            Poll::Ready(Some(expired)) => Poll::Ready(expired.into_inner()),
            Poll::Ready(None) | Poll::Pending => Poll::Pending,
        }
    }
}

//! The session's alarms: a call's deadline, and the next try of one that no event will wake.

use std::task::{Context, Poll};
use std::time::Duration;

use lab_shared::call::CallId;
use tokio_util::time::DelayQueue;
use tokio_util::time::delay_queue::Key;

use crate::resources::limits::RETRY_PAUSE;

/// Longest time an alarm is set for: the queue knows no more than two years, Python 292.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

/// Why an alarm rings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The call's timeout has run out.
    Deadline,
    /// The call is to be tried again.
    Retry,
}

/// A ringing alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Alarm {
    pub(crate) call: CallId,
    pub(crate) serial: u64,
    pub(crate) reason: Reason,
}

/// The alarms of one call.
#[derive(Debug, Default)]
pub(crate) struct Alarms {
    deadline: Option<Key>,
    retry: Option<Key>,
    pause: Option<Duration>,
}

impl Alarms {
    /// Notes that an alarm has rung: its key may soon be another's.
    pub(crate) fn rang(&mut self, reason: Reason) {
        match reason {
            Reason::Deadline => self.deadline = None,
            Reason::Retry => self.retry = None,
        }
    }
}

/// The alarms of one session.
#[derive(Debug, Default)]
pub(crate) struct Timers {
    queue: DelayQueue<Alarm>,
}

impl Timers {
    /// Sets a call's deadline.
    pub(crate) fn set_deadline(
        &mut self,
        alarms: &mut Alarms,
        call: (CallId, u64),
        after: Duration,
    ) {
        let alarm = Alarm { call: call.0, serial: call.1, reason: Reason::Deadline };
        alarms.deadline = Some(self.queue.insert(alarm, after.min(LONGEST)));
    }

    /// Has a call tried again soon, and less and less soon each time.
    pub(crate) fn set_retry(&mut self, alarms: &mut Alarms, call: (CallId, u64)) {
        let (first, longest) = RETRY_PAUSE;
        let pause = alarms.pause.map_or(first, |pause| (pause * 2).min(longest));
        alarms.pause = Some(pause);
        let alarm = Alarm { call: call.0, serial: call.1, reason: Reason::Retry };
        alarms.retry = Some(self.queue.insert(alarm, pause));
    }

    /// Forgets a call's alarms.
    pub(crate) fn clear(&mut self, alarms: &mut Alarms) {
        for key in [alarms.deadline.take(), alarms.retry.take()].into_iter().flatten() {
            self.queue.remove(&key);
        }
    }

    /// Waits for the next alarm; for ever where none is set.
    pub(crate) fn poll_alarm(&mut self, cx: &mut Context<'_>) -> Poll<Alarm> {
        match self.queue.poll_expired(cx) {
            Poll::Ready(Some(expired)) => Poll::Ready(expired.into_inner()),
            Poll::Ready(None) | Poll::Pending => Poll::Pending,
        }
    }
}

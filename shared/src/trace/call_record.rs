//! One call on the timeline.

use bytes::Bytes;
use std::rc::Rc;

use super::Origin;
use crate::call::{CallId, Micros, Op, Outcome, SocketId, Value};
use crate::text::Encoding;

/// One call, from the moment it was issued.
#[derive(Debug, Clone, PartialEq)]
pub struct CallRecord {
    /// The call's id.
    pub id: CallId,
    /// The socket it was made on; for `socket`, the one it made, once it has.
    pub socket: Option<SocketId>,
    /// The call and its arguments.
    pub op: Op,
    /// The bytes it sends.
    pub sent: Bytes,
    /// The text that was typed for those bytes.
    pub text: Option<(String, Encoding)>,
    /// When the page issued it.
    pub issued: Micros,
    /// When the system call was first made: known once the call blocks or returns.
    pub entered: Option<Micros>,
    /// When it began to block, if it did.
    pub blocked: Option<Micros>,
    /// Whether the person has cancelled it.
    pub cancelling: bool,
    /// When it returned.
    pub returned: Option<Micros>,
    /// How it ended; `None` while it is pending, or when the relay was lost before it did.
    pub outcome: Option<Outcome>,
    /// Whether the relay was lost while it was pending.
    pub lost: bool,
    /// Whether it is the bind or listen at which the relay restricted the socket to loopback.
    pub loopback_only: bool,
    /// Which record of the timeline issued it.
    pub issued_by: u64,
    /// Which record of the timeline reported that it blocks; 0 until one does.
    pub blocked_by: u64,
    /// Which record of the timeline ended it; 0 until one does.
    pub ended_by: u64,
    /// The line of the program that made it; `None` where a person pressed a button.
    pub origin: Option<Rc<Origin>>,
}

/// The status of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Being sent, or waiting in its socket's queue.
    Issued,
    /// Blocked in the kernel.
    Blocked,
    /// It returned a value.
    Succeeded,
    /// It raised.
    Failed,
    /// The relay was lost; its outcome is unknown.
    Lost,
}

impl CallRecord {
    /// The call's status.
    #[must_use]
    pub fn phase(&self) -> Phase {
        match &self.outcome {
            Some(Ok(_)) => Phase::Succeeded,
            Some(Err(_)) => Phase::Failed,
            None if self.lost => Phase::Lost,
            None if self.blocked.is_some() => Phase::Blocked,
            None => Phase::Issued,
        }
    }

    /// Whether it has not returned.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        matches!(self.phase(), Phase::Issued | Phase::Blocked)
    }

    /// Microseconds the call has blocked, up to its return or to `now`; `None` if it never did.
    #[must_use]
    pub fn blocked_for(&self, now: Micros) -> Option<u64> {
        self.blocked.map(|from| self.returned.unwrap_or(now).since(from))
    }

    /// The sockets the call made: one for `socket` and `accept`, two for `socketpair`.
    #[must_use]
    pub fn made(&self) -> &[SocketId] {
        match &self.outcome {
            Some(Ok(value)) => value.made(),
            _ => &[],
        }
    }

    /// The bytes it received.
    #[must_use]
    pub fn received(&self) -> Option<&Bytes> {
        match &self.outcome {
            Some(Ok(Value::Bytes(bytes) | Value::BytesFrom { bytes, .. })) => Some(bytes),
            _ => None,
        }
    }

    /// How many of its bytes the kernel took; of a failed `sendall` this is unknown.
    #[must_use]
    pub fn taken(&self) -> Option<Bytes> {
        match (&self.op, &self.outcome) {
            (Op::Send { .. } | Op::Sendto { .. }, Some(Ok(Value::Sent(count)))) => {
                Some(self.sent.slice(..self.sent.len().min(*count as usize)))
            }
            (Op::Sendall { .. }, Some(Ok(_))) => Some(self.sent.clone()),
            _ => None,
        }
    }
}

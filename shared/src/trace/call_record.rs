//! One call on the timeline.

use bytes::Bytes;
use std::rc::Rc;

use super::Origin;
use crate::call::{CallId, Micros, Op, Outcome, PollEntry, SocketId, Value};
use crate::text::Encoding;

/// One call, from the moment it was asked for.
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
    /// The text those bytes were typed as.
    pub text: Option<(String, Encoding)>,
    /// When the page asked for it.
    pub issued: Micros,
    /// When the system call was first made: known once the call blocks or returns.
    pub entered: Option<Micros>,
    /// When it began to block, if it did.
    pub blocked: Option<Micros>,
    /// Whether the person asked to end it.
    pub cancelling: bool,
    /// When it returned.
    pub returned: Option<Micros>,
    /// How it ended; `None` while it is pending, or when the relay was lost before it did.
    pub outcome: Option<Outcome>,
    /// Whether the relay was lost while it was pending.
    pub lost: bool,
    /// Whether its descriptor was closed while it waited, so that only calls like it keep the socket.
    pub descriptor_closed: bool,
    /// Whether it is the bind or listen at which the relay kept the socket to loopback.
    pub loopback_only: bool,
    /// Which record of the timeline asked for it.
    pub issued_by: u64,
    /// Which record of the timeline said that it blocks; 0 while none did.
    pub blocked_by: u64,
    /// Which record of the timeline ended it; 0 while none did.
    pub ended_by: u64,
    /// The program's line that made it; `None` where a person pressed a key.
    pub origin: Option<Rc<Origin>>,
}

/// Where a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// On its way, or waiting in its socket's queue.
    Issued,
    /// The kernel has nothing for it yet.
    Blocked,
    /// It returned a value.
    Succeeded,
    /// It raised.
    Failed,
    /// The relay was lost; nobody knows how it would have ended.
    Lost,
}

impl CallRecord {
    /// Where the call stands.
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

    /// Whether its return is still to come.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        matches!(self.phase(), Phase::Issued | Phase::Blocked)
    }

    /// Whether it waits on a closed descriptor: nobody but the peer, or who cancels it, can end it.
    #[must_use]
    pub fn waits_on_closed(&self) -> bool {
        self.descriptor_closed && self.is_pending()
    }

    /// Whether the call is made on this socket, or is a poll of it.
    #[must_use]
    pub fn uses(&self, socket: SocketId) -> bool {
        let polls = |entries: &[PollEntry]| entries.iter().any(|entry| entry.socket == socket);
        match &self.op {
            Op::Poll { entries, .. } => polls(entries),
            _ => self.socket == Some(socket),
        }
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

    /// The bytes the kernel took of those it was to send; of a failed `sendall` nobody knows.
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

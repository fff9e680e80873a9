//! One call on the timeline.

use bytes::Bytes;
use std::rc::Rc;

use super::Origin;
use crate::call::{CallId, Micros, Op, Outcome, PollEntry, SocketId, Value};
use crate::network::HostName;
use crate::text::Encoding;

/// One call, from the moment it was issued.
#[derive(Debug, Clone, PartialEq)]
pub struct CallRecord {
    /// The call's id.
    pub id: CallId,
    /// The socket it was made on; for `socket`, the one it made, once it has.
    pub socket: Option<SocketId>,
    /// The host of the page's network that it was made on, for a call without a socket.
    pub host: Option<HostName>,
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
    /// Whether its descriptor was closed while it waited, so that only calls like it keep the socket.
    pub descriptor_closed: bool,
    /// Whether it is the bind or listen, or the call with a group, at which the relay restricted the
    /// socket to loopback.
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

    /// How many bytes it sends and has received.
    pub(super) fn bytes(&self) -> usize {
        self.sent.len() + self.received().map_or(0, Bytes::len)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{Family, MsgFlags, PollEvents, SocketType};
    use crate::trace::{Record, Timeline};
    use crate::wire::{Call, Return};

    fn issue(timeline: &mut Timeline, id: u32, socket: Option<u32>, op: Op) {
        let (id, socket) = (CallId(id), socket.map(SocketId));
        let call = Call { id, socket, host: None, op, bytes: Bytes::new() };
        timeline.apply(Record::Issued { call, text: None, at: Micros(0), origin: None });
    }

    fn end(timeline: &mut Timeline, id: u32, value: Value) {
        let (entered, at) = (Micros(0), Micros(0));
        let returned = Return { id: CallId(id), entered, at, outcome: Ok(value) };
        timeline.apply(Record::Returned(returned));
    }

    #[test]
    fn what_waits_when_its_socket_is_closed_waits_on_a_closed_descriptor_until_it_ends() {
        let mut timeline = Timeline::default();
        for socket in 1..=2 {
            let op = Op::Socket { family: Family::Inet, kind: SocketType::Stream, proto: 0 };
            issue(&mut timeline, socket, None, op);
            end(&mut timeline, socket, Value::Socket { socket: SocketId(socket), fileno: 7 });
        }
        let recv = || Op::Recv { bufsize: 9, flags: MsgFlags::NONE };
        let entry = |socket| PollEntry { socket: SocketId(socket), events: PollEvents::IN };
        let polls = |sockets: &[u32]| Op::Poll {
            entries: sockets.iter().copied().map(entry).collect(),
            seconds: None,
        };
        issue(&mut timeline, 3, Some(1), recv());
        issue(&mut timeline, 4, Some(2), recv());
        issue(&mut timeline, 5, None, polls(&[2, 1]));
        issue(&mut timeline, 6, None, polls(&[2]));
        issue(&mut timeline, 7, Some(1), Op::Close);
        let waiting = |timeline: &Timeline| -> Vec<u32> {
            timeline.calls().filter(|call| call.waits_on_closed()).map(|call| call.id.0).collect()
        };
        assert!(waiting(&timeline).is_empty());
        end(&mut timeline, 7, Value::None);
        assert_eq!(waiting(&timeline), [3, 5]);
        end(&mut timeline, 3, Value::Bytes(Bytes::new()));
        assert_eq!(waiting(&timeline), [5]);
        issue(&mut timeline, 8, Some(1), recv());
        assert_eq!(waiting(&timeline), [5], "a later call finds no descriptor");
    }
}

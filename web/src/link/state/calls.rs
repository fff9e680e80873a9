//! The page's requests to the relay: its own calls, forwarded calls, and rooms.

use bytes::Bytes;
use std::time::Duration;

use lab_shared::call::{CallId, Failure, Op, SocketId};
use lab_shared::errno::Errno;
use lab_shared::network::{HostName, NetworkCommand};
use lab_shared::wire::{
    AssistantMessage, Call, MAX_CONTROL_BYTES, MAX_PAYLOAD_BYTES, RoomReport, RoomRequest,
    RoomUpdate, ToRelay,
};

use super::{Issued, Link, NewCall, Output, Phase};
use crate::kit::state::clock::micros;

impl Link {
    /// Sends a call; `None` while there is no relay. A call that is no valid message is not sent: it
    /// fails by [`Input::Unsent`], which is due as soon as the call has been recorded.
    ///
    /// A call without a socket is made on `host` of the page's network, or on the relay's machine.
    pub(crate) fn call_on(
        &mut self,
        host: Option<HostName>,
        socket: Option<SocketId>,
        op: Op,
        bytes: Bytes,
    ) -> Option<Issued> {
        if !self.phase.is_ready() {
            return None;
        }
        let call = Call { host, ..self.issue(socket, op, bytes) };
        let unsent = call.check().err();
        if unsent.is_none() {
            self.say(&ToRelay::Call(call.clone()));
        }
        Some(Issued { call, unsent })
    }

    /// A call on the relay's machine.
    #[cfg(test)]
    pub(crate) fn call(
        &mut self,
        socket: Option<SocketId>,
        op: Op,
        bytes: Bytes,
    ) -> Option<Issued> {
        self.call_on(None, socket, op, bytes)
    }

    /// Whether the transport may forward calls without the page. Not while a view of the kernel is
    /// open, because a new socket must be watched before the next call.
    #[must_use]
    pub(crate) fn forwards_directly(&self) -> bool {
        matches!(self.phase, Phase::Ready(_)) && !self.watches.looking()
    }

    /// Records a call that was forwarded to the relay as `wire`, after `after` counted messages of
    /// the page, and returns it with its id in the page.
    pub(crate) fn forwarded(&mut self, wire: CallId, after: u64, call: NewCall) -> Call {
        let NewCall { host, socket, op, bytes } = call;
        let call = Call { host, ..self.issue(socket, op, bytes) };
        match &mut self.session {
            Some(session) => {
                session.forwarded(after, Call { id: wire, ..call.clone() });
                self.call_ids.add(wire, call.id);
            }
            None => {
                // It was forwarded when the session was already given up.
                self.pending.remove(&call.id);
                self.outputs.push_back(Output::Lost(vec![call.id]));
            }
        }
        call
    }

    fn issue(&mut self, socket: Option<SocketId>, op: Op, bytes: Bytes) -> Call {
        let id = CallId(self.next_call);
        self.next_call += 1;
        self.pending.insert(id);
        let call = Call { id, socket, host: None, op, bytes };
        self.watches.issued(&call);
        call
    }

    /// Sends a request to a room on the relay, and returns whether there is a relay. A request too
    /// long for one message is refused here, as the relay would refuse it.
    pub(crate) fn ask(&mut self, now: Duration, request: RoomRequest) -> bool {
        let ready = self.phase.is_ready();
        if ready {
            let room = request.room;
            let message = ToRelay::Room(request);
            if message.encode().size() <= MAX_CONTROL_BYTES {
                self.say(&message);
            } else {
                let news = RoomUpdate::Refused(Failure::os(Errno::Emsgsize));
                self.outputs.push_back(Output::Room(RoomReport { room, at: micros(now), news }));
            }
        }
        ready
    }

    /// Sends a request to the page's network, and returns whether there is a relay.
    pub(crate) fn ask_network(&mut self, command: NetworkCommand) -> bool {
        let ready = self.phase.is_ready();
        if ready {
            self.say(&ToRelay::Network(command));
        }
        ready
    }

    /// Sends a request to an assistant on the relay, and returns whether it was sent: there is a relay,
    /// and the request fits a message.
    pub(crate) fn ask_assistant(&mut self, request: AssistantMessage) -> bool {
        let sent = self.phase.is_ready() && request.content.len() <= MAX_PAYLOAD_BYTES;
        if sent {
            self.say(&ToRelay::Assistant(request));
        }
        sent
    }
}

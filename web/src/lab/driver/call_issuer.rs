//! Makes a state machine's calls through the relay, and records them on the lab's timeline.

use lab_shared::call::{CallId, Op, VariableName};

use super::lab_store::LabStore;
use crate::lab::state::{Lab, LabCommand, LabEvent};
use crate::link::client::{PendingCall, RelayClient};
use crate::link::state::call_request::CallRequest;

/// Makes calls for rooms and clients that the page runs.
#[derive(Clone, PartialEq)]
pub(crate) struct CallIssuer {
    client: RelayClient,
    lab: LabStore,
}

impl CallIssuer {
    pub(crate) fn new(client: RelayClient, lab: LabStore) -> Self {
        Self { client, lab }
    }

    /// Makes a call; the variable of a socket that it makes begins with `base`. A close cancels what
    /// waits on its socket: the machine is done with it, and a call in progress would keep it open.
    pub(crate) fn call(&self, call: CallRequest, base: &'static str) -> PendingCall {
        if let (Op::Close, Some(socket)) = (&call.op, call.socket) {
            let waiting = |lab: &Lab| lab.timeline.pending(socket).map(|call| call.id).collect();
            let waiting: Vec<CallId> = self.lab.read(waiting);
            waiting.into_iter().for_each(|id| self.cancel(id));
        }
        let pending = self.client.call_on(call.host, call.socket, call.op, call.bytes);
        if let Some((call, at)) = pending.issued() {
            self.lab.tell(LabEvent::Driven {
                call: call.clone(),
                at,
                base: VariableName::constant(base),
                origin: None,
            });
        }
        pending
    }

    fn cancel(&self, id: CallId) {
        self.lab.handle(&LabCommand::Cancel(id));
        self.client.cancel(id);
    }
}

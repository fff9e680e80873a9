//! Makes a state machine's calls through the relay, and records them on the lab's timeline.

use lab_shared::call::VariableName;

use super::lab_store::LabStore;
use crate::lab::state::LabEvent;
use crate::link::client::{PendingCall, RelayClient};
use crate::link::state::call_request::CallRequest;

/// Makes calls for rooms and clients that the page runs.
#[derive(Clone)]
pub(crate) struct CallIssuer {
    client: RelayClient,
    lab: LabStore,
}

impl CallIssuer {
    pub(crate) fn new(client: RelayClient, lab: LabStore) -> Self {
        Self { client, lab }
    }

    /// Makes a call; the variable of a socket that it makes begins with `base`.
    pub(crate) fn call(&self, call: CallRequest, base: &'static str) -> PendingCall {
        let pending = self.client.call(call.socket, call.op, call.bytes);
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
}

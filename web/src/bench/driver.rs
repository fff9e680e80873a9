//! The Bench's driver: a press becomes a call, and the lab is told of it.

use lab_shared::call::CallId;

use super::state::validate::ValidCall;
use crate::lab::driver::lab_store::LabStore;
use crate::lab::state::Action;
use crate::link::client::RelayClient;

/// Makes the calls that a person presses.
#[derive(Clone)]
pub(crate) struct BenchDriver {
    client: RelayClient,
    lab: LabStore,
}

impl PartialEq for BenchDriver {
    fn eq(&self, other: &Self) -> bool {
        self.client == other.client
    }
}

impl BenchDriver {
    /// A driver whose calls go through `client` and are told to `lab`.
    #[must_use]
    pub(crate) fn new(client: RelayClient, lab: LabStore) -> Self {
        Self { client, lab }
    }

    /// Makes a call. What it returns reaches the lab through the relay's listener.
    pub(crate) fn call(&self, valid_call: ValidCall) {
        let ValidCall { socket, op, bytes, text, targets } = valid_call;
        if op.needs_socket() && socket.is_none() {
            return;
        }
        let pending = self.client.call(socket, op, bytes);
        if let Some((call, at)) = pending.issued() {
            let call = call.clone();
            self.lab.dispatch(Action::Issued { call, text, at, targets });
        }
    }

    /// Ends a blocked call.
    pub(crate) fn cancel(&self, id: CallId) {
        self.lab.dispatch(Action::Cancelling(id));
        self.client.cancel(id);
    }
}

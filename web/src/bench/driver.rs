//! Carries out what a person does in the lab: a press makes a call, and the lab records it.

use crate::lab::driver::lab_store::LabStore;
use crate::lab::state::{Lab, LabCommand, LabEvent, ValidCall};
use crate::link::client::RelayClient;

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
    /// A driver that makes its calls through `client` and records them in `lab`.
    #[must_use]
    pub(crate) fn new(client: RelayClient, lab: LabStore) -> Self {
        Self { client, lab }
    }

    pub(crate) fn handle(&self, command: LabCommand) {
        match command {
            LabCommand::Begin(_) | LabCommand::Target(_) | LabCommand::Host(_) => {
                self.lab.handle(&command);
            }
            LabCommand::Halves(_) => {
                self.lab.handle(&command);
                self.client.place_programs();
            }
            LabCommand::Call(valid_call) => self.call(valid_call),
            LabCommand::Cancel(id) => {
                self.lab.handle(&command);
                self.client.cancel(id);
            }
            LabCommand::Look(begins) => self.client.look(begins),
            LabCommand::Network(command) => {
                // Without a relay there is no network to ask.
                self.client.ask_network(command);
            }
        }
    }

    /// Makes a call. What it returns reaches the lab through the relay's listener.
    fn call(&self, valid_call: ValidCall) {
        let ValidCall { socket, op, bytes, text, targets } = valid_call;
        if op.needs_socket() && socket.is_none() {
            return;
        }
        let host = if socket.is_none() { self.lab.read(Lab::next_host) } else { None };
        let pending = self.client.call_on(host, socket, op, bytes);
        if let Some((call, at)) = pending.issued() {
            let issued = LabEvent::Issued { call: call.clone(), text, at, targets };
            // Drawn at once, in the same frame as the press.
            self.lab.update_at_once(|lab| lab.apply(issued));
        }
    }
}

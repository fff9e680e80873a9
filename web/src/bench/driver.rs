//! The Bench's driver: it carries out what a person does by hand, and the lab is told of it.

use super::state::command::BenchCommand;
use super::state::prepare::Prepared;
use crate::lab::driver::lab_book::LabBook;
use crate::lab::state::Action;
use crate::link::client::RelayClient;

/// Carries out what a person does by hand.
#[derive(Clone)]
pub struct BenchDriver {
    client: RelayClient,
    lab: LabBook,
}

impl PartialEq for BenchDriver {
    fn eq(&self, other: &Self) -> bool {
        self.client == other.client
    }
}

impl BenchDriver {
    /// A driver whose calls go through `client` and are told to `lab`.
    #[must_use]
    pub fn new(client: RelayClient, lab: LabBook) -> Self {
        Self { client, lab }
    }

    /// Carries a command out.
    pub fn handle(&self, command: BenchCommand) {
        match command {
            BenchCommand::Begin(role) => self.lab.dispatch(Action::Begin(role)),
            BenchCommand::Target(socket) => self.lab.dispatch(Action::Target(socket)),
            BenchCommand::Call(prepared) => self.call(prepared),
            BenchCommand::Cancel(id) => {
                self.lab.dispatch(Action::Cancelling(id));
                self.client.cancel(id);
            }
            BenchCommand::Look(begins) => self.client.look(begins),
        }
    }

    /// Makes a call. What it returns reaches the lab through the relay's listener.
    fn call(&self, prepared: Prepared) {
        let Prepared { socket, op, bytes, text, targets } = prepared;
        if op.needs_socket() && socket.is_none() {
            return;
        }
        let pending = self.client.call(socket, op, bytes);
        if let Some((call, at)) = pending.issued() {
            let call = call.clone();
            self.lab.dispatch(Action::Issued { call, text, at, targets });
        }
    }
}

//! The Bench's driver: a press becomes a call, and the lab is told of it.

use lab_shared::call::CallId;
use yew::UseReducerDispatcher;

use crate::browser;
use crate::pages::LabStore;
use crate::relay_client::RelayClient;
use crate::state::clock::micros;
use crate::state::lab::Action;
use crate::state::link::{Link, Output};
use crate::state::prepare::Prepared;

/// Makes the calls that a person presses.
#[derive(Clone)]
pub struct BenchDriver {
    /// The relay.
    pub client: RelayClient,
    lab: UseReducerDispatcher<LabStore>,
}

impl PartialEq for BenchDriver {
    fn eq(&self, other: &Self) -> bool {
        self.client == other.client
    }
}

impl BenchDriver {
    /// Connects to the relay; `lab` is told whatever happens.
    #[must_use]
    pub fn start(url: String, token: Option<String>, lab: UseReducerDispatcher<LabStore>) -> Self {
        let told = lab.clone();
        let listener = move |link: &Link, output: Output| {
            told.dispatch(match output {
                Output::Phase => Action::Phase(link.phase().clone()),
                output => Action::Relay(output, micros(browser::now())),
            });
        };
        Self { client: RelayClient::start(url, token, Box::new(listener)), lab }
    }

    /// Makes a call. What it returns reaches the lab through the relay's listener.
    pub fn call(&self, prepared: Prepared) {
        let Prepared { socket, op, bytes, text, variable } = prepared;
        if op.needs_socket() && socket.is_none() {
            return;
        }
        let pending = self.client.call(socket, op, bytes);
        if let Some((call, at)) = pending.issued() {
            let call = call.clone();
            self.lab.dispatch(Action::Issued { call, text, at, variable });
        }
    }

    /// Ends a blocked call.
    pub fn cancel(&self, id: CallId) {
        self.lab.dispatch(Action::Cancelling(id));
        self.client.cancel(id);
    }
}

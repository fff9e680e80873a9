//! The page's relay: connects it, and hands its events to the lab and the programs.

use crate::assistant::kept::Kept;
use crate::assistant::relay_events::{RelayEvent, RelayEvents};
use crate::bench::driver::BenchDriver;
use crate::chat::driver::ChatDriver;
use crate::chat::driver::chat_store::ChatStore;
use crate::chat::state::ChatEvent;
use crate::kit::browser;
use crate::kit::browser::Store;
use crate::kit::state::clock::micros;
use crate::lab::driver::call_issuer::CallIssuer;
use crate::lab::driver::lab_store::LabStore;
use crate::lab::state::LabEvent;
use crate::link::client::{RelayAddress, RelayClient};
use crate::link::state::{Output, Phase};
use crate::programs::driver::ProgramDriver;
use crate::programs::state::program::Programs;

/// The relay and the drivers that make calls through it.
#[derive(Clone, PartialEq)]
pub(crate) struct Relay {
    /// The connection.
    pub client: RelayClient,
    /// Calls by hand.
    pub bench: BenchDriver,
    /// Calls of rooms, of clients and of the experiment with boundaries.
    pub chat: ChatDriver,
    /// Calls of Python programs.
    pub programs: ProgramDriver,
    /// Makes the calls of the assistant's ends.
    pub issuer: CallIssuer,
    /// Where the assistant is kept once it was opened.
    pub assistant: Kept,
    /// What the link reports of assistants on the relay.
    pub assistants: RelayEvents,
}

impl Relay {
    /// Connects to the relay; the lab and the Chat place receive its events.
    #[must_use]
    pub(crate) fn start(
        address: RelayAddress,
        lab: LabStore,
        chat: ChatStore,
        programs: Store<Programs>,
    ) -> Self {
        let (told, rooms) = (lab.clone(), chat.clone());
        let assistants = RelayEvents::default();
        let events = assistants.clone();
        let listener = move |phase: &Phase, output: Output| {
            let now = micros(browser::now());
            match output {
                Output::Phase => {
                    events.welcomed(phase.welcome());
                    told.tell(LabEvent::Phase(phase.clone()));
                }
                Output::Assistant(message) => events.tell(RelayEvent::Message(message)),
                Output::Room(report) => rooms.dispatch(ChatEvent::Report(report)),
                output => {
                    if matches!(output, Output::Lost(_)) {
                        rooms.dispatch(ChatEvent::Lost(now));
                    }
                    told.tell(LabEvent::Relay(output, now));
                }
            }
        };
        let client = RelayClient::start(address, Box::new(listener));
        Self {
            bench: BenchDriver::new(client.clone(), lab.clone()),
            chat: ChatDriver::new(client.clone(), lab.clone(), chat),
            issuer: CallIssuer::new(client.clone(), lab.clone()),
            assistant: Kept::default(),
            assistants,
            programs: ProgramDriver::new(client.clone(), lab, programs),
            client,
        }
    }
}

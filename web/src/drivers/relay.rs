//! The page's relay, and who is told what it says.

use yew::UseReducerDispatcher;

use super::bench::BenchDriver;
use super::chat::ChatDriver;
use super::chat_store::ChatStore;
use super::lab_book::LabBook;
use super::program::ProgramDriver;
use super::stream::StreamDriver;
use crate::browser::{self, Book};
use crate::relay_client::{RelayAddress, RelayClient};
use crate::state::chat::ChatAction;
use crate::state::clock::micros;
use crate::state::lab::Action;
use crate::state::link::{Link, Output};
use crate::state::program::Programs;

/// The relay and the drivers that make calls through it.
#[derive(Clone, PartialEq)]
pub struct Relay {
    /// The connection.
    pub client: RelayClient,
    /// Calls by hand.
    pub bench: BenchDriver,
    /// Calls of rooms and clients.
    pub chat: ChatDriver,
    /// Calls of the experiment with boundaries.
    pub stream: StreamDriver,
    /// Calls of Python programs.
    pub programs: ProgramDriver,
}

impl Relay {
    /// Connects to the relay; the lab and the Chat place are told whatever happens.
    #[must_use]
    pub fn start(
        address: RelayAddress,
        lab: LabBook,
        chat: UseReducerDispatcher<ChatStore>,
        programs: Book<Programs>,
    ) -> Self {
        let (told, rooms) = (lab.clone(), chat.clone());
        let listener = move |link: &Link, output: Output| {
            let now = micros(browser::now());
            match output {
                Output::Phase => told.dispatch(Action::Phase(link.phase().clone())),
                Output::Room(report) => rooms.dispatch(ChatAction::Report(report)),
                output => {
                    if matches!(output, Output::Lost(_)) {
                        rooms.dispatch(ChatAction::Lost(now));
                    }
                    told.dispatch(Action::Relay(output, now));
                }
            }
        };
        let client = RelayClient::start(address, Box::new(listener));
        Self {
            bench: BenchDriver::new(client.clone(), lab.clone()),
            chat: ChatDriver::new(client.clone(), lab.clone(), chat.clone()),
            programs: ProgramDriver::new(client.clone(), lab.clone(), programs),
            stream: StreamDriver::new(client.clone(), lab, chat),
            client,
        }
    }
}

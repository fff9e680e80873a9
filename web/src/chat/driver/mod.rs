//! The Chat place's driver: rooms and clients are state machines, and here their calls are made.

pub(crate) mod chat_store;
mod hosted;
pub(crate) mod stream;

use std::cell::Cell;
use std::rc::Rc;
use yew::UseReducerDispatcher;

use lab_shared::call::Address;
use lab_shared::chat::RoomConfig;
use lab_shared::framing::Framing;
use lab_shared::wire::{RoomCommand, RoomId, RoomRequest};

use super::state::ChatAction;
use super::state::chat_client;
use super::state::chat_client::{ChatClient, JoinConfig};
use super::state::room_host;
use super::state::room_host::RoomHost;
use super::state::room_settings::Host;
use crate::boundaries::state::pace::Pace;
use crate::kit::browser;
use crate::kit::state::clock::micros;
use crate::lab::driver::call_issuer::CallIssuer;
use crate::lab::driver::lab_store::LabStore;
use crate::lab::driver::runner::Runner;
use crate::lab::state::Action;
use crate::link::client::RelayClient;
use chat_store::ChatStore;
use hosted::Hosted;

/// Runs one room and one client; clones share them.
#[derive(Clone)]
pub(crate) struct ChatDriver(Rc<Driver>);

impl PartialEq for ChatDriver {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

struct Driver {
    client: RelayClient,
    chat: UseReducerDispatcher<ChatStore>,
    room: Rc<Runner<Hosted>>,
    /// The room's name, where the relay runs it.
    on_relay: Cell<Option<RoomId>>,
    /// Counts the rooms of the relay: a name is never used twice.
    rooms: Cell<u32>,
    join: Rc<Runner<ChatClient>>,
}

impl ChatDriver {
    /// A driver without a room and without a client.
    #[must_use]
    pub(crate) fn new(
        client: RelayClient,
        lab: LabStore,
        chat: UseReducerDispatcher<ChatStore>,
    ) -> Self {
        let issuer = CallIssuer::new(client.clone(), lab.clone());
        let room = {
            let (lab, chat) = (lab.clone(), chat.clone());
            Runner::new(issuer.clone(), move |output| tell_of_room(&lab, &chat, output))
        };
        let join = {
            let chat = chat.clone();
            Runner::new(issuer, move |output| tell_of_client(&lab, &chat, output))
        };
        let (on_relay, rooms) = (Cell::default(), Cell::default());
        Self(Rc::new(Driver { client, chat, room, on_relay, rooms, join }))
    }

    /// Opens a room, in this page or on the relay.
    pub(crate) fn open(&self, runs: Host, address: Address, config: RoomConfig, pace: Pace) {
        let driver = &self.0;
        let room = match runs {
            Host::Page => None,
            Host::Relay => Some(RoomId(driver.rooms.get() + 1)),
        };
        driver.on_relay.set(room);
        driver.chat.dispatch(ChatAction::Opening(room));
        match room {
            Some(room) => {
                driver.rooms.set(room.0);
                driver.room.forget();
                let ask = RoomCommand::Open { address, config };
                driver.client.ask(RoomRequest { room, ask });
            }
            None => {
                let room = RoomHost::new(address, config);
                driver.room.start(Hosted { room, opened: browser::now() });
                driver.room.hand_in(room_host::Input::Pace(pace));
            }
        }
    }

    /// Asks something of the open room.
    pub(crate) fn ask(&self, ask: RoomCommand) {
        if ask == RoomCommand::Stop {
            self.0.chat.dispatch(ChatAction::Stopping);
        }
        match self.0.on_relay.get() {
            Some(room) => {
                self.0.client.ask(RoomRequest { room, ask });
            }
            None => self.0.room.hand_in(room_host::Input::Asked(ask)),
        }
    }

    /// Changes the pace of a room in this page.
    pub(crate) fn pace(&self, pace: Pace) {
        self.0.room.hand_in(room_host::Input::Pace(pace));
    }

    /// Connects a client to somebody's room.
    pub(crate) fn join(&self, config: JoinConfig) {
        self.0.chat.dispatch(ChatAction::Connecting);
        self.0.join.start(ChatClient::new(config));
    }

    /// The client says something.
    pub(crate) fn say(&self, text: String) {
        self.0.join.hand_in(chat_client::Input::Say(text));
    }

    /// The client tells messages apart so from now on.
    pub(crate) fn reframe_client(&self, framing: Framing) {
        self.0.join.hand_in(chat_client::Input::Framing(framing));
    }

    /// Changes the pace of the client.
    pub(crate) fn pace_client(&self, pace: Pace) {
        self.0.join.hand_in(chat_client::Input::Pace(pace));
    }

    /// The client leaves.
    pub(crate) fn leave(&self) {
        self.0.join.hand_in(chat_client::Input::Leave);
    }
}

fn tell_of_room(lab: &LabStore, chat: &UseReducerDispatcher<ChatStore>, output: room_host::Output) {
    match output {
        room_host::Output::News(news) => {
            chat.dispatch(ChatAction::News(news, micros(browser::now())));
        }
        room_host::Output::Framed(socket, hint) => {
            lab.dispatch(Action::Framed { socket, hint });
        }
        // The runner makes the calls.
        room_host::Output::Call(_) => {}
    }
}

fn tell_of_client(
    lab: &LabStore,
    chat: &UseReducerDispatcher<ChatStore>,
    output: chat_client::Output,
) {
    match output {
        chat_client::Output::News(news) => {
            chat.dispatch(ChatAction::Client(news, micros(browser::now())));
        }
        chat_client::Output::Framed(socket, hint) => {
            lab.dispatch(Action::Framed { socket, hint });
        }
        // The runner makes the calls.
        chat_client::Output::Call(_) => {}
    }
}

//! The Chat place's driver: carries out a person's commands, and makes the calls of rooms, clients
//! and the experiment.

pub(crate) mod chat_store;
pub(crate) mod hosted;

use std::rc::Rc;

use lab_shared::wire::RoomUpdate;

use super::state::chat_client::{self, ChatClient};
use super::state::room_host::{self, RoomHost};
use super::state::stream::Experiment;
use super::state::{ChatCommand, ChatEffect, ChatEvent};
use crate::kit::browser;
use crate::kit::state::clock::micros;
use crate::lab::driver::call_issuer::CallIssuer;
use crate::lab::driver::lab_store::LabStore;
use crate::lab::driver::on_host::OnHost;
use crate::lab::driver::runner::Runner;
use crate::lab::state::LabEvent;
use crate::link::client::RelayClient;
use chat_store::ChatStore;
use hosted::Hosted;

/// Runs one room, one client and one experiment; clones share them.
#[derive(Clone)]
pub(crate) struct ChatDriver(Rc<Driver>);

impl PartialEq for ChatDriver {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

struct Driver {
    client: RelayClient,
    chat: ChatStore,
    room: Rc<Runner<OnHost<Hosted>>>,
    join: Rc<Runner<OnHost<ChatClient>>>,
    experiment: Rc<Runner<OnHost<Experiment>>>,
}

impl ChatDriver {
    /// A driver that runs nothing yet.
    #[must_use]
    pub(crate) fn new(client: RelayClient, lab: LabStore, chat: ChatStore) -> Self {
        let issuer = CallIssuer::new(client.clone(), lab.clone());
        let room = {
            let (lab, chat) = (lab.clone(), chat.clone());
            Runner::new(issuer.clone(), move |output| tell_of_room(&lab, &chat, output))
        };
        let join = {
            let chat = chat.clone();
            Runner::new(issuer.clone(), move |output| tell_of_client(&lab, &chat, output))
        };
        let experiment = {
            let chat = chat.clone();
            Runner::new(issuer, move |news| chat.dispatch(ChatEvent::Stream(news)))
        };
        Self(Rc::new(Driver { client, chat, room, join, experiment }))
    }

    /// Carries a command out, with the settings as they are now.
    pub(crate) fn handle(&self, command: ChatCommand) {
        let driver = &self.0;
        let effect = driver.chat.update_at_once(|chat| chat.handle(command));
        match effect {
            None => {}
            Some(ChatEffect::HostInPage(host, address, config, pace)) => {
                let room = RoomHost::new(address, config);
                let machine = Hosted { room, opened: browser::now() };
                driver.room.start(OnHost { host, machine });
                driver.room.hand_in(room_host::Input::Pace(pace));
            }
            Some(ChatEffect::HostOnRelay(request)) => {
                driver.room.forget();
                driver.client.ask(request);
            }
            Some(ChatEffect::AskRelay(request)) => {
                driver.client.ask(request);
            }
            Some(ChatEffect::Room(input)) => driver.room.hand_in(input),
            Some(ChatEffect::Join(host, config)) => {
                driver.join.start(OnHost { host, machine: ChatClient::new(config) });
            }
            Some(ChatEffect::Client(input)) => driver.join.hand_in(input),
            Some(ChatEffect::Connect(host)) => {
                driver.experiment.start(OnHost { host, machine: Experiment::default() });
            }
            Some(ChatEffect::Experiment(input)) => driver.experiment.hand_in(input),
        }
    }
}

fn tell_of_room(lab: &LabStore, chat: &ChatStore, output: room_host::Output) {
    let show = |news| chat.dispatch(ChatEvent::News(news, micros(browser::now())));
    match output {
        room_host::Output::Opened(address) => {
            let loopback_only = lab.read(|lab| lab.timeline.is_kept_to_loopback(&address));
            show(RoomUpdate::Opened { address, loopback_only });
        }
        room_host::Output::News(news) => show(news),
        room_host::Output::Framed(socket, hint) => {
            lab.tell(LabEvent::Framed { socket, hint });
        }
        // The runner makes the calls.
        room_host::Output::Call(_) => {}
    }
}

fn tell_of_client(lab: &LabStore, chat: &ChatStore, output: chat_client::Output) {
    match output {
        chat_client::Output::News(news) => {
            chat.dispatch(ChatEvent::Client(news, micros(browser::now())));
        }
        chat_client::Output::Framed(socket, hint) => {
            lab.tell(LabEvent::Framed { socket, hint });
        }
        // The runner makes the calls.
        chat_client::Output::Call(_) => {}
    }
}

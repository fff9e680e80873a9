//! The Chat place's driver: it carries out a person's commands. Rooms, clients and the experiment are
//! state machines, and here their calls are made.

pub mod chat_store;
pub mod hosted;

use std::rc::Rc;

use super::state::hosting;
use super::state::hosting::Hosting;
use super::state::joining;
use super::state::joining::Joining;
use super::state::stream::Experiment;
use super::state::{ChatCommand, ChatEffect, ChatEvent};
use crate::kit::browser;
use crate::kit::state::clock::micros;
use crate::lab::driver::caller::Caller;
use crate::lab::driver::lab_book::LabBook;
use crate::lab::driver::runner::Runner;
use crate::lab::state::LabEvent;
use crate::link::client::RelayClient;
use chat_store::ChatStore;
use hosted::Hosted;

/// Runs one room, one client and one experiment; clones share them.
#[derive(Clone)]
pub struct ChatDriver(Rc<Driver>);

impl PartialEq for ChatDriver {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

struct Driver {
    client: RelayClient,
    chat: ChatStore,
    room: Rc<Runner<Hosted>>,
    join: Rc<Runner<Joining>>,
    experiment: Rc<Runner<Experiment>>,
}

impl ChatDriver {
    /// A driver that runs nothing yet.
    #[must_use]
    pub fn new(client: RelayClient, lab: LabBook, chat: ChatStore) -> Self {
        let caller = Caller::new(client.clone(), lab.clone());
        let room = {
            let (lab, chat) = (lab.clone(), chat.clone());
            Runner::new(caller.clone(), move |output| tell_of_room(&lab, &chat, output))
        };
        let join = {
            let chat = chat.clone();
            Runner::new(caller.clone(), move |output| tell_of_client(&lab, &chat, output))
        };
        let experiment = {
            let chat = chat.clone();
            Runner::new(caller, move |news| chat.dispatch(ChatEvent::Stream(news)))
        };
        Self(Rc::new(Driver { client, chat, room, join, experiment }))
    }

    /// Carries a command out, with the settings as they are now.
    pub fn handle(&self, command: ChatCommand) {
        let driver = &self.0;
        let effect = driver.chat.change_at_once(|chat| chat.handle(command));
        match effect {
            None => {}
            Some(ChatEffect::HostInPage(address, config, pace)) => {
                let room = Hosting::new(address, config);
                driver.room.start(Hosted { room, opened: browser::now() });
                driver.room.hand_in(hosting::Input::Pace(pace));
            }
            Some(ChatEffect::HostOnRelay(request)) => {
                driver.room.forget();
                driver.client.ask(request);
            }
            Some(ChatEffect::AskRelay(request)) => {
                driver.client.ask(request);
            }
            Some(ChatEffect::Room(input)) => driver.room.hand_in(input),
            Some(ChatEffect::Join(config)) => driver.join.start(Joining::new(config)),
            Some(ChatEffect::Client(input)) => driver.join.hand_in(input),
            Some(ChatEffect::Connect) => driver.experiment.start(Experiment::default()),
            Some(ChatEffect::Experiment(input)) => driver.experiment.hand_in(input),
        }
    }
}

fn tell_of_room(lab: &LabBook, chat: &ChatStore, output: hosting::Output) {
    match output {
        hosting::Output::News(news) => {
            chat.dispatch(ChatEvent::News(news, micros(browser::now())));
        }
        hosting::Output::Framed(socket, reading) => {
            lab.tell(LabEvent::Framed { socket, reading });
        }
        // The runner makes the calls.
        hosting::Output::Call(_) => {}
    }
}

fn tell_of_client(lab: &LabBook, chat: &ChatStore, output: joining::Output) {
    match output {
        joining::Output::News(news) => {
            chat.dispatch(ChatEvent::Client(news, micros(browser::now())));
        }
        joining::Output::Framed(socket, reading) => {
            lab.tell(LabEvent::Framed { socket, reading });
        }
        // The runner makes the calls.
        joining::Output::Call(_) => {}
    }
}

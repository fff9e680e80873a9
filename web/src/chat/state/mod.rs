//! The model of the Chat place: settings and state of the room, the client and the experiment.

pub(crate) mod chat_client;
pub(crate) mod client_model;
pub(crate) mod command;
pub(crate) mod experiment_model;
pub(crate) mod places;
pub(crate) mod room_choices;
pub(crate) mod room_host;
pub(crate) mod room_model;
pub(crate) mod room_settings;
pub(crate) mod route;
pub(crate) mod stream;

pub(crate) use command::{ChatCommand, ChatEffect};

use std::rc::Rc;

use lab_shared::call::Micros;
use lab_shared::wire::{RoomId, RoomReport, RoomUpdate};

use crate::boundaries::state::pace::PaceFields;
use chat_client::JoinNews;
use client_model::{ChatClientModel, JoinSettings};
use experiment_model::{ExperimentModel, StreamSettings};
use places::ChatPlaces;
use room_model::RoomModel;
use room_settings::RoomSettings;
use stream::StreamNews;

/// The model. Cloning it is cheap except for typed text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chat {
    /// On which host sockets are made.
    pub places: Rc<ChatPlaces>,
    /// What is set for the next room.
    pub settings: Rc<RoomSettings>,
    /// The pace of the calls of a room in this page.
    pub pace: Rc<PaceFields>,
    /// The room.
    pub room: RoomModel,
    /// The room's name, where the relay hosts it.
    pub on_relay: Option<RoomId>,
    /// How many rooms the relay was requested to open, so that no id is used twice.
    rooms_on_relay: u32,
    /// What is set for the next client.
    pub join: Rc<JoinSettings>,
    /// The client.
    pub joined: ChatClientModel,
    /// What is set for the experiment with boundaries.
    pub stream_settings: Rc<StreamSettings>,
    /// The experiment.
    pub stream: ExperimentModel,
}

/// What the driver and the relay report.
#[derive(Debug, Clone, PartialEq)]
pub enum ChatEvent {
    /// A report of the room in this page.
    News(RoomUpdate, Micros),
    /// A report of a room on the relay.
    Report(RoomReport),
    /// A report of the client.
    Client(JoinNews, Micros),
    /// A report of the experiment.
    Stream(StreamNews),
    /// The relay is lost.
    Lost(Micros),
}

impl Chat {
    /// Takes in what happened.
    pub fn apply(&mut self, event: ChatEvent) {
        match event {
            ChatEvent::News(news, at) => self.room.hear(news, at),
            ChatEvent::Report(report) if self.on_relay == Some(report.room) => {
                self.room.hear(report.news, report.at);
            }
            // A late report of an earlier room.
            ChatEvent::Report(_) => {}
            ChatEvent::Client(news, at) => self.joined.hear(news, at),
            ChatEvent::Stream(news) => self.stream.hear(news),
            ChatEvent::Lost(at) => {
                self.room.lose(at);
                self.joined.lose(at);
                self.stream.lose();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::room_settings::{Host, RoomEdit};
    use super::*;

    #[test]
    fn only_the_room_that_was_opened_last_is_listened_to() {
        let stopped = |room| RoomReport { room, at: Micros(1), news: RoomUpdate::Stopped };
        let mut chat = Chat::default();
        chat.handle(ChatCommand::EditRoom(RoomEdit::Runs(Host::Relay)));
        chat.handle(ChatCommand::Open);
        chat.handle(ChatCommand::Open);
        chat.apply(ChatEvent::Report(stopped(RoomId(1))));
        assert_eq!(chat.room.transcript.total(), 0);
        chat.apply(ChatEvent::Report(stopped(RoomId(2))));
        assert_eq!(chat.room.transcript.total(), 1);
    }
}

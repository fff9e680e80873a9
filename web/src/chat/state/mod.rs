//! What the page knows of the Chat place: settings and standing of the room, the client and the experiment.

pub(crate) mod chat_client;
pub(crate) mod client_model;
pub(crate) mod experiment_model;
mod room_choices;
pub(crate) mod room_host;
pub(crate) mod room_model;
pub(crate) mod room_settings;
pub(crate) mod route;
pub(crate) mod stream;

use std::rc::Rc;

use lab_shared::call::Micros;
use lab_shared::wire::{RoomId, RoomReport, RoomUpdate};

use crate::boundaries::state::pace::{PaceEdit, PaceFields};
use crate::boundaries::state::remedy::Remedy;
use chat_client::JoinNews;
use client_model::{ChatClientModel, JoinEdit, JoinSettings};
use experiment_model::{ExperimentModel, StreamEdit, StreamSettings};
use room_model::RoomModel;
use room_settings::{RoomEdit, RoomSettings};
use stream::StreamNews;

/// The knowledge. Cloning it is cheap but for what is typed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chat {
    /// What is set for the next room.
    pub settings: Rc<RoomSettings>,
    /// The pace of the calls of a room in this page.
    pub pace: Rc<PaceFields>,
    /// The room.
    pub room: RoomModel,
    /// The room's name, where the relay hosts it.
    pub on_relay: Option<RoomId>,
    /// What is set for the next client.
    pub join: Rc<JoinSettings>,
    /// The client.
    pub joined: ChatClientModel,
    /// What is set for the experiment with boundaries.
    pub stream_settings: Rc<StreamSettings>,
    /// The experiment.
    pub stream: ExperimentModel,
}

/// What changes it.
#[derive(Debug, Clone, PartialEq)]
pub enum ChatAction {
    /// The room's settings change.
    Edit(RoomEdit),
    /// The pace of the room's calls changes.
    EditPace(PaceEdit),
    /// A room begins to open; its name, where the relay hosts it.
    Opening(Option<RoomId>),
    /// The room was asked to stop.
    Stopping,
    /// The room in this page has something to tell.
    News(RoomUpdate, Micros),
    /// A room on the relay has.
    Report(RoomReport),
    /// The client's settings change.
    EditJoin(JoinEdit),
    /// A client begins to connect.
    Connecting,
    /// The client has something to tell.
    Client(JoinNews, Micros),
    /// The experiment's settings change.
    EditStream(StreamEdit),
    /// Its sockets are being made.
    StreamConnecting,
    /// It begins a round with that remedy.
    StreamBegins(Remedy),
    /// It has something to tell.
    Stream(StreamNews),
    /// The relay is lost.
    Lost(Micros),
}

impl Chat {
    /// The knowledge after `action`.
    #[must_use]
    pub fn after(mut self, action: ChatAction) -> Self {
        match action {
            ChatAction::Edit(edit) => {
                self.settings = Rc::new((*self.settings).clone().after(edit));
            }
            ChatAction::EditPace(edit) => {
                self.pace = Rc::new((*self.pace).clone().after(edit));
            }
            ChatAction::Opening(on_relay) => {
                self.room = RoomModel::opening();
                self.on_relay = on_relay;
            }
            ChatAction::Stopping => self.room.stopping(),
            ChatAction::News(news, at) => self.room.hear(news, at),
            ChatAction::Report(report) if self.on_relay == Some(report.room) => {
                self.room.hear(report.news, report.at);
            }
            // What a room before this one had still to say.
            ChatAction::Report(_) => {}
            ChatAction::EditJoin(edit) => {
                self.join = Rc::new((*self.join).clone().after(edit));
            }
            ChatAction::Connecting => self.joined = ChatClientModel::connecting(),
            ChatAction::Client(news, at) => self.joined.hear(news, at),
            ChatAction::EditStream(edit) => {
                self.stream_settings = Rc::new((*self.stream_settings).clone().after(edit));
            }
            ChatAction::StreamConnecting => self.stream.connect(),
            ChatAction::StreamBegins(remedy) => self.stream.begin(remedy),
            ChatAction::Stream(news) => self.stream.hear(news),
            ChatAction::Lost(at) => {
                self.room.lose(at);
                self.joined.lose(at);
                self.stream.lose();
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_room_that_was_opened_last_is_listened_to() {
        let stopped = |room| RoomReport { room, at: Micros(1), news: RoomUpdate::Stopped };
        let chat = Chat::default().after(ChatAction::Opening(Some(RoomId(2))));
        let other = chat.after(ChatAction::Report(stopped(RoomId(1))));
        assert_eq!(other.room.transcript.total(), 0);
        let own = other.after(ChatAction::Report(stopped(RoomId(2))));
        assert_eq!(own.room.transcript.total(), 1);
    }
}

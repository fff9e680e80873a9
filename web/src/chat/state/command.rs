//! What a person does in the Chat place, and what each command requires of the driver.

use std::rc::Rc;

use lab_shared::call::Address;
use lab_shared::chat::RoomConfig;
use lab_shared::framing::Framing;
use lab_shared::network::HostName;
use lab_shared::wire::{RoomCommand, RoomId, RoomRequest};

use super::chat_client::JoinConfig;
use super::client_model::{ChatClientModel, JoinEdit};
use super::experiment_model::StreamEdit;
use super::room_model::RoomModel;
use super::room_settings::{Host, RoomEdit};
use super::{Chat, chat_client, room_host, stream};
use crate::boundaries::state::pace::{Pace, PaceEdit};
use crate::lab::state::host_choice::HostChoice;
use crate::lab::state::places::Places;

/// What a person does in the Chat place.
#[derive(Debug, Clone, PartialEq)]
pub enum ChatCommand {
    /// Takes in where sockets can be made.
    Offer(Places),
    /// Chooses the host of the next room in this page.
    PlaceRoom(HostChoice),
    /// Chooses the host of the next client.
    PlaceClient(HostChoice),
    /// Changes the settings of the next room.
    EditRoom(RoomEdit),
    /// Opens a room with these settings.
    Open,
    /// Sends a command to the open room.
    Ask(RoomCommand),
    /// Changes the framing of the open room.
    SetRoomFraming(Framing),
    /// Changes the pace of a room in this page.
    SetRoomPace(PaceEdit),
    /// Changes the settings of the next client.
    EditClient(JoinEdit),
    /// Connects a client with these settings.
    Join,
    /// Makes the client send a text, each line as a message.
    Say(String),
    /// Changes the framing of the client.
    SetClientFraming(Framing),
    /// Changes the pace of the client.
    SetClientPace(PaceEdit),
    /// Closes the client.
    Leave,
    /// Changes the settings of the experiment.
    EditExperiment(StreamEdit),
    /// Makes both ends of the experiment.
    Connect,
    /// Sends a round from one end to the other.
    Send,
    /// Closes both ends.
    Close,
}

/// What the driver does for a command.
#[derive(Debug, Clone, PartialEq)]
pub enum ChatEffect {
    /// Runs a room in this page, instead of any before it. This and what follows have their sockets on that host
    /// of the page's network, or on the relay's machine.
    HostInPage(Option<HostName>, Address, RoomConfig, Pace),
    /// Makes the relay open a room; one in this page is ended.
    HostOnRelay(RoomRequest),
    /// Sends a request to the room that the relay hosts.
    AskRelay(RoomRequest),
    /// Hands this to the room in this page.
    Room(room_host::Input),
    /// Runs a client, instead of any before it.
    Join(Option<HostName>, JoinConfig),
    /// Hands this to the client.
    Client(chat_client::Input),
    /// Runs the experiment again.
    Connect(Option<HostName>),
    /// Hands this to the experiment.
    Experiment(stream::Input),
}

impl Chat {
    /// Carries a command out with the settings as they are now, and returns the driver's actions. A
    /// form with an error opens, connects and sends nothing.
    pub fn handle(&mut self, command: ChatCommand) -> Option<ChatEffect> {
        Some(match command {
            ChatCommand::Offer(offered) => {
                self.place(|places| places.offered = offered);
                return None;
            }
            ChatCommand::PlaceRoom(choice) => {
                self.place(|places| places.room = choice);
                return None;
            }
            ChatCommand::PlaceClient(choice) => {
                self.place(|places| places.client = choice);
                return None;
            }
            ChatCommand::Open | ChatCommand::Join | ChatCommand::Connect
                if self.places.offered.is_empty() =>
            {
                return None;
            }
            ChatCommand::EditRoom(edit) => {
                self.edit_room(edit);
                return None;
            }
            ChatCommand::Open => return self.open(),
            ChatCommand::Ask(ask) => {
                if ask == RoomCommand::Stop {
                    self.room.stopping();
                }
                self.ask(ask)
            }
            ChatCommand::SetRoomFraming(framing) => {
                self.edit_room(RoomEdit::Framing(framing.clone()));
                self.ask(RoomCommand::Framing { framing })
            }
            ChatCommand::SetRoomPace(edit) => {
                self.pace = Rc::new((*self.pace).clone().after(edit));
                ChatEffect::Room(room_host::Input::Pace(self.pace.checked()?))
            }
            ChatCommand::EditClient(edit) => {
                self.edit_client(edit);
                return None;
            }
            ChatCommand::Join => {
                let config = self.join.checked()?;
                self.joined = ChatClientModel::connecting();
                ChatEffect::Join(self.places.client_host(), config)
            }
            ChatCommand::Say(text) => ChatEffect::Client(chat_client::Input::Say(text)),
            ChatCommand::SetClientFraming(framing) => {
                self.edit_client(JoinEdit::Framing(framing.clone()));
                ChatEffect::Client(chat_client::Input::Framing(framing))
            }
            ChatCommand::SetClientPace(edit) => {
                self.edit_client(JoinEdit::Pace(edit));
                ChatEffect::Client(chat_client::Input::Pace(self.join.pace.checked()?))
            }
            ChatCommand::Leave => ChatEffect::Client(chat_client::Input::Leave),
            ChatCommand::EditExperiment(edit) => {
                self.stream_settings = Rc::new((*self.stream_settings).clone().after(edit));
                return None;
            }
            ChatCommand::Connect => {
                self.stream.connect();
                ChatEffect::Connect(self.places.experiment_host())
            }
            ChatCommand::Send => {
                let round = self.stream_settings.round()?;
                self.stream.begin(self.stream_settings.remedy);
                ChatEffect::Experiment(stream::Input::Send(round))
            }
            ChatCommand::Close => ChatEffect::Experiment(stream::Input::Close),
        })
    }

    pub(super) fn edit_room(&mut self, edit: RoomEdit) {
        self.settings = Rc::new((*self.settings).clone().after(edit));
    }

    pub(super) fn edit_client(&mut self, edit: JoinEdit) {
        self.join = Rc::new((*self.join).clone().after(edit));
    }

    fn open(&mut self) -> Option<ChatEffect> {
        let (address, config) = self.settings.checked().ok()?;
        self.room = RoomModel::opening();
        Some(match self.runs() {
            Host::Page => {
                self.on_relay = None;
                let host = self.places.room_host();
                self.place(|places| places.room_is_on.clone_from(&host));
                let pace = self.pace.checked().unwrap_or_default();
                ChatEffect::HostInPage(host, address, config, pace)
            }
            Host::Relay => {
                self.place(|places| places.room_is_on = None);
                self.rooms_on_relay += 1;
                let room = RoomId(self.rooms_on_relay);
                self.on_relay = Some(room);
                let ask = RoomCommand::Open { address, config };
                ChatEffect::HostOnRelay(RoomRequest { room, ask })
            }
        })
    }

    /// Where the next room runs: the relay's own rooms are on its machine.
    #[must_use]
    pub fn runs(&self) -> Host {
        if self.places.offered.machine { self.settings.runs } else { Host::Page }
    }

    fn ask(&self, ask: RoomCommand) -> ChatEffect {
        match self.on_relay {
            Some(room) => ChatEffect::AskRelay(RoomRequest { room, ask }),
            None => ChatEffect::Room(room_host::Input::Asked(ask)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boundaries::state::remedy::{Between, Remedy};
    use crate::chat::state::client_model::JoinPhase;
    use crate::chat::state::experiment_model::StreamPhase;
    use crate::chat::state::room_model::RoomPhase;
    use crate::chat::state::room_settings::RoomField;

    fn port(typed: &str) -> ChatCommand {
        ChatCommand::EditRoom(RoomEdit::Text(RoomField::Port, typed.into()))
    }

    #[test]
    fn a_room_opens_with_the_settings_as_they_are_when_it_is_opened() {
        let mut chat = Chat::default();
        assert_eq!(chat.handle(port("6969")), None);
        let Some(ChatEffect::HostInPage(None, address, _, pace)) = chat.handle(ChatCommand::Open)
        else {
            panic!("the room runs in this page")
        };
        assert_eq!((address.port(), pace), (Some(6969), Pace::default()));
        assert_eq!((&chat.room.phase, chat.on_relay), (&RoomPhase::Opening, None));
    }

    #[test]
    fn a_form_with_a_mistake_opens_connects_and_sends_nothing() {
        let mut chat = Chat::default();
        let before = chat.clone();
        for (edit, command) in [
            (port("70000"), ChatCommand::Open),
            (ChatCommand::EditClient(JoinEdit::Port("x".into())), ChatCommand::Join),
            (ChatCommand::EditExperiment(StreamEdit::Messages(String::new())), ChatCommand::Send),
        ] {
            assert_eq!(chat.handle(edit), None);
            assert_eq!(chat.handle(command), None);
        }
        assert_eq!(chat.room, before.room);
        assert_eq!(chat.joined.phase, JoinPhase::Idle);
        assert_eq!(chat.stream.phase, StreamPhase::Idle);
    }

    #[test]
    fn a_room_on_the_relay_has_a_name_that_no_room_before_it_had() {
        let mut chat = Chat::default();
        chat.handle(ChatCommand::EditRoom(RoomEdit::Runs(Host::Relay)));
        for name in 1..=2 {
            let Some(ChatEffect::HostOnRelay(request)) = chat.handle(ChatCommand::Open) else {
                panic!("the relay opens the room")
            };
            assert_eq!(request.room, RoomId(name));
        }
        chat.handle(ChatCommand::EditRoom(RoomEdit::Runs(Host::Page)));
        assert!(matches!(chat.handle(ChatCommand::Open), Some(ChatEffect::HostInPage(..))));
        chat.handle(ChatCommand::EditRoom(RoomEdit::Runs(Host::Relay)));
        chat.handle(ChatCommand::Open);
        assert_eq!(chat.on_relay, Some(RoomId(3)));
    }

    #[test]
    fn a_room_is_in_the_page_where_the_relay_does_not_offer_its_machine() {
        let mut chat = Chat::default();
        chat.handle(ChatCommand::EditRoom(RoomEdit::Runs(Host::Relay)));
        let hosts = vec![HostName::server()];
        chat.handle(ChatCommand::Offer(Places { machine: false, hosts }));
        assert!(matches!(chat.handle(ChatCommand::Open), Some(ChatEffect::HostInPage(..))));
        assert_eq!(chat.on_relay, None);
    }

    #[test]
    fn a_room_is_asked_where_it_runs_whatever_is_set_for_the_next_one() {
        let framing = Framing::Raw;
        let ask = RoomCommand::Framing { framing: framing.clone() };
        let mut chat = Chat::default();
        chat.handle(ChatCommand::Open);
        chat.handle(ChatCommand::EditRoom(RoomEdit::Runs(Host::Relay)));
        let asked = ChatEffect::Room(room_host::Input::Asked(ask.clone()));
        assert_eq!(chat.handle(ChatCommand::SetRoomFraming(framing.clone())), Some(asked));
        assert_eq!(chat.settings.room.framing, framing);
        chat.handle(ChatCommand::Open);
        let asked = ChatEffect::AskRelay(RoomRequest { room: RoomId(1), ask });
        assert_eq!(chat.handle(ChatCommand::SetRoomFraming(framing)), Some(asked));
    }

    #[test]
    fn a_pace_is_taken_over_once_its_fields_are_right() {
        let mut chat = Chat::default();
        let bufsize = |typed: &str| PaceEdit::Bufsize(typed.into());
        assert_eq!(chat.handle(ChatCommand::SetRoomPace(bufsize("x"))), None);
        let between = PaceEdit::Between(Between::Pause);
        assert_eq!(chat.handle(ChatCommand::SetRoomPace(between)), None);
        let pace = Pace { between: Between::Pause, bufsize: Some(7), busy: false };
        let set = ChatEffect::Room(room_host::Input::Pace(pace));
        assert_eq!(chat.handle(ChatCommand::SetRoomPace(bufsize("7"))), Some(set));
        assert_eq!(chat.handle(ChatCommand::SetClientPace(bufsize("x"))), None);
        assert_eq!(chat.join.pace.bufsize, "x");
    }

    #[test]
    fn a_round_begins_with_the_remedy_that_is_chosen_when_it_is_sent() {
        let mut chat = Chat::default();
        assert_eq!(chat.handle(ChatCommand::Connect), Some(ChatEffect::Connect(None)));
        chat.handle(ChatCommand::EditExperiment(StreamEdit::Remedy(Remedy::Pause)));
        let Some(ChatEffect::Experiment(stream::Input::Send(round))) =
            chat.handle(ChatCommand::Send)
        else {
            panic!("a round is sent")
        };
        assert_eq!((round.between, chat.stream.remedy), (Between::Pause, Remedy::Pause));
    }
}

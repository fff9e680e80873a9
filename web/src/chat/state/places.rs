//! On which host the sockets of the Chat place are made, and the addresses that follow from it.

use std::rc::Rc;

use lab_shared::network::HostName;
use lab_shared::trace::Role;

use super::Chat;
use super::client_model::JoinEdit;
use super::room_settings::{RoomEdit, RoomField};
use crate::lab::state::host_choice::HostChoice;
use crate::lab::state::places::Places;

/// What a person has chosen, and where the room and the client are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChatPlaces {
    /// Where sockets can be made.
    pub offered: Places,
    /// For the next room in this page.
    pub room: HostChoice,
    /// For the next client.
    pub client: HostChoice,
    /// The host of the room that was opened last in this page; `None` on the relay's machine.
    pub room_is_on: Option<HostName>,
}

impl ChatPlaces {
    /// The host of the next room.
    #[must_use]
    pub fn room_host(&self) -> Option<HostName> {
        self.offered.host(&self.room, Role::Server)
    }

    /// The host of the next client.
    #[must_use]
    pub fn client_host(&self) -> Option<HostName> {
        self.offered.host(&self.client, Role::Client)
    }

    /// The host of both ends of the experiment, which meet at a loopback address.
    #[must_use]
    pub fn experiment_host(&self) -> Option<HostName> {
        self.offered.host(&HostChoice::BySide, Role::Server)
    }

    /// Where a room listens and a client goes unless a person says otherwise.
    fn addresses(&self) -> (&'static str, String) {
        let client = self.client_host();
        let room = self.room_is_on.as_ref().filter(|host| self.offered.hosts.contains(host));
        let goes_to = match (&client, room) {
            (Some(_), Some(room)) => room.to_string(),
            _ => self.offered.goes_to(client.as_ref()),
        };
        (Places::listens_at(self.room_host().as_ref()), goes_to)
    }
}

impl Chat {
    /// Changes where sockets are made. An address that nobody has typed follows.
    pub(super) fn place(&mut self, change: impl FnOnce(&mut ChatPlaces)) {
        let (listens_at, goes_to) = self.places.addresses();
        change(Rc::make_mut(&mut self.places));
        let after = self.places.addresses();
        if self.settings.text(RoomField::Host) == listens_at && listens_at != after.0 {
            self.edit_room(RoomEdit::Text(RoomField::Host, after.0.into()));
        }
        if self.join.host == goes_to && goes_to != after.1 {
            self.edit_client(JoinEdit::Host(after.1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat::state::{ChatCommand, ChatEffect};

    fn offered(machine: bool, hosts: &[HostName]) -> ChatCommand {
        ChatCommand::Offer(Places { machine, hosts: hosts.to_vec() })
    }

    fn pair() -> [HostName; 2] {
        [HostName::server(), HostName::client()]
    }

    fn addresses(chat: &Chat) -> (String, String) {
        (chat.settings.text(RoomField::Host), chat.join.host.clone())
    }

    #[test]
    fn a_room_and_a_client_are_on_the_two_hosts_of_a_page_that_has_no_machine() {
        let mut chat = Chat::default();
        chat.handle(offered(false, &pair()));
        assert_eq!(addresses(&chat), ("0.0.0.0".into(), "server".into()));
        let opened = chat.handle(ChatCommand::Open);
        let Some(ChatEffect::HostInPage(Some(host), address, ..)) = opened else {
            panic!("{opened:?}")
        };
        assert_eq!((host, address.python()), (HostName::server(), "(\"0.0.0.0\", 9999)".into()));
        let joined = chat.handle(ChatCommand::Join);
        let Some(ChatEffect::Join(Some(host), config)) = joined else { panic!("{joined:?}") };
        assert_eq!(
            (host, config.address.python()),
            (HostName::client(), "(\"server\", 9999)".into())
        );
        let connected = chat.handle(ChatCommand::Connect);
        assert_eq!(connected, Some(ChatEffect::Connect(Some(HostName::server()))));
    }

    #[test]
    fn a_network_beside_the_machine_changes_nothing_until_a_person_chooses() {
        let mut chat = Chat::default();
        chat.handle(offered(true, &pair()));
        assert_eq!(addresses(&chat), ("127.0.0.1".into(), "127.0.0.1".into()));
        assert_eq!((chat.places.room_host(), chat.places.client_host()), (None, None));
        chat.handle(ChatCommand::PlaceRoom(HostChoice::Host(HostName::client())));
        assert_eq!(addresses(&chat), ("0.0.0.0".into(), "127.0.0.1".into()));
        chat.handle(ChatCommand::Open);
        chat.handle(ChatCommand::PlaceClient(HostChoice::Host(HostName::server())));
        assert_eq!(addresses(&chat).1, "client", "the room is there");
        chat.handle(ChatCommand::PlaceClient(HostChoice::Machine));
        chat.handle(ChatCommand::PlaceRoom(HostChoice::Machine));
        assert_eq!(addresses(&chat), ("127.0.0.1".into(), "127.0.0.1".into()));
    }

    #[test]
    fn a_typed_address_stays() {
        let mut chat = Chat::default();
        chat.handle(ChatCommand::EditRoom(RoomEdit::Text(RoomField::Host, "10.0.0.1".into())));
        chat.handle(ChatCommand::EditClient(JoinEdit::Host("10.0.0.9".into())));
        chat.handle(offered(false, &pair()));
        assert_eq!(addresses(&chat), ("10.0.0.1".into(), "10.0.0.9".into()));
    }

    #[test]
    fn where_no_socket_can_be_made_nothing_is_opened() {
        let mut chat = Chat::default();
        chat.handle(offered(false, &[]));
        let before = chat.clone();
        for command in [ChatCommand::Open, ChatCommand::Join, ChatCommand::Connect] {
            assert_eq!(chat.handle(command), None);
        }
        assert_eq!(chat, before);
    }
}

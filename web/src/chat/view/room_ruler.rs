//! The byte rulers of one client of a room, and the choice of the client.

use lab_shared::call::Address;
use lab_shared::chat::{PeerId, PeerStatus};
use lab_shared::text::Encoding;
use std::rc::Rc;
use yew::prelude::*;

use crate::boundaries::state::Connection;
use crate::boundaries::texts as boundaries;
use crate::boundaries::view::Rulers;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::Lab;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct RoomRulerProps {
    /// The sockets, and their bytes.
    pub lab: Snapshot<Lab>,
    /// Whether the relay runs the room.
    pub on_relay: bool,
    /// Where the room listens, while it is open.
    pub room: Option<Address>,
    pub clients: Rc<Vec<PeerStatus>>,
    /// The client that was chosen.
    pub chosen: Option<PeerId>,
    pub on_client: Callback<PeerId>,
}

#[component]
pub(crate) fn RoomRuler(props: &RoomRulerProps) -> Html {
    let texts = use_texts_of::<boundaries::Boundaries>();
    let clients = &props.clients;
    // If the chosen client has left, the newest one is the likeliest to be of interest.
    let position = clients.iter().position(|client| Some(client.peer) == props.chosen);
    let position = position.unwrap_or(clients.len().saturating_sub(1));
    let connection = props
        .room
        .as_ref()
        .zip(clients.get(position))
        .and_then(|(room, client)| Connection::of_client(&props.lab, room, &client.address));
    let encoding = clients.get(position).map_or(Encoding::Utf8, |client| client.encoding);
    let choices: Vec<_> = clients
        .iter()
        .map(|client| AttrValue::from(client.address.to_string()))
        .map(|name| (name.clone(), name))
        .collect();
    let ids: Vec<PeerId> = clients.iter().map(|client| client.peer).collect();
    let on_client = props.on_client.clone();
    let on_choose = Callback::from(move |at: usize| {
        if let Some(client) = ids.get(at) {
            on_client.emit(*client);
        }
    });
    html! {
        <div class="pane-body rulers" data-testid="chat-rulers">
            if props.on_relay && props.room.is_some() {
                <p class="empty">{ texts.on_relay }</p>
            } else if let Some(connection) = connection {
                <div class="fields ruler-of">
                    <SelectField
                        testid="chat-ruler-of"
                        label={texts.of_client}
                        offer={Offer { choices, chosen: position, on_choose }}
                    />
                </div>
                <Rulers {connection} {encoding} />
            } else {
                <p class="empty">{ texts.no_client }</p>
            }
        </div>
    }
}

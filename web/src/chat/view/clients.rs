//! The clients of a room.

use lab_shared::chat::{PeerId, PeerStatus};
use lab_shared::wire::RoomCommand;
use std::rc::Rc;
use yew::prelude::*;

use super::client_card::ClientCard;
use crate::chat::texts as chat;
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ClientsProps {
    /// The clients, in the order they joined.
    pub clients: Rc<Vec<PeerStatus>>,
    /// Bytes that may wait for one.
    pub queue_bytes: usize,
    /// Sends a command to the room.
    pub on_ask: Callback<RoomCommand>,
    /// Shows a client's bytes.
    pub on_ruler: Callback<PeerId>,
}

#[component]
pub(crate) fn Clients(props: &ClientsProps) -> Html {
    let texts = &use_texts_of::<chat::Chat>().room;
    let cards = props.clients.iter().map(|client| {
        html! {
            <ClientCard
                key={client.peer.0}
                client={client.clone()}
                queue_bytes={props.queue_bytes}
                on_ask={props.on_ask.clone()}
                on_ruler={props.on_ruler.clone()}
            />
        }
    });
    html! {
        <>
            <div class="pane-head">
                <h2>{ texts.clients }</h2>
                if !props.clients.is_empty() { <b class="count">{ props.clients.len() }</b> }
            </div>
            <div class="pane-body">
                if props.clients.is_empty() {
                    <p class="empty">{ texts.no_clients }</p>
                }
                <div class="cards">{ for cards }</div>
            </div>
        </>
    }
}

//! The field in which the operator answers a client by hand.

use lab_shared::chat::{PeerId, PeerStatus};
use lab_shared::wire::RoomCommand;
use std::rc::Rc;
use yew::prelude::*;

use super::composer::Composer;
use crate::chat::texts as chat;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct AnswerProps {
    pub clients: Rc<Vec<PeerStatus>>,
    /// Sends a command to the room.
    pub on_ask: Callback<RoomCommand>,
}

/// The operator's line.
#[component]
pub(crate) fn Answer(props: &AnswerProps) -> Html {
    let texts = &use_texts_of::<chat::Chat>().room;
    let chosen = use_state_eq(|| None::<PeerId>);
    let present: Vec<&PeerStatus> = props.clients.iter().filter(|client| !client.leaving).collect();
    // If the chosen client has left, the newest one is the likeliest to wait for an answer.
    let position = present.iter().position(|client| Some(client.peer) == *chosen);
    let position = position.unwrap_or(present.len().saturating_sub(1));
    let peer = present.get(position).map(|client| client.peer);
    let ids: Vec<PeerId> = present.iter().map(|client| client.peer).collect();
    let on_choose = {
        let chosen = chosen.clone();
        Callback::from(move |at: usize| chosen.set(ids.get(at).copied()))
    };
    let on_text = {
        let on_ask = props.on_ask.clone();
        Callback::from(move |text: String| {
            if let Some(peer) = peer {
                on_ask.emit(RoomCommand::Answer { peer, text });
            }
        })
    };
    let choices = present.iter().map(|client| {
        let name = AttrValue::from(client.address.to_string());
        (name.clone(), name)
    });
    html! {
        <Composer
            testid="chat-answer"
            label={texts.answer}
            hint={texts.answer_keys}
            enabled={peer.is_some()}
            {on_text}
        >
            <SelectField
                testid="chat-answer-to"
                label={texts.answer_to}
                offer={Offer { choices: choices.collect(), chosen: position, on_choose }}
            />
        </Composer>
    }
}

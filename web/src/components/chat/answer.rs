//! Where the operator answers a client by hand.

use lab_shared::chat::{PeerId, PeerStatus};
use lab_shared::wire::RoomAsk;
use std::rc::Rc;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::components::select_field::SelectField;
use crate::components::use_texts;

/// What it needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct AnswerProps {
    /// The clients.
    pub clients: Rc<Vec<PeerStatus>>,
    /// Asks something of the room.
    pub on_ask: Callback<RoomAsk>,
}

/// The operator's line.
#[component]
pub fn Answer(props: &AnswerProps) -> Html {
    let texts = &use_texts().chat.room;
    let chosen = use_state_eq(|| None::<PeerId>);
    let input = use_node_ref();
    let present: Vec<&PeerStatus> = props.clients.iter().filter(|client| !client.leaving).collect();
    // Who was chosen may have left; the last to come is then the likeliest to wait for an answer.
    let position = present.iter().position(|client| Some(client.peer) == *chosen);
    let position = position.unwrap_or(present.len().saturating_sub(1));
    let peer = present.get(position).map(|client| client.peer);
    let ids: Vec<PeerId> = present.iter().map(|client| client.peer).collect();
    let on_choose = {
        let chosen = chosen.clone();
        Callback::from(move |at: usize| chosen.set(ids.get(at).copied()))
    };
    let answer = {
        let (input, on_ask) = (input.clone(), props.on_ask.clone());
        move || {
            let Some((input, peer)) = input.cast::<HtmlTextAreaElement>().zip(peer) else { return };
            on_ask.emit(RoomAsk::Answer { peer, text: input.value() });
            input.set_value("");
        }
    };
    let onkeydown = {
        let answer = answer.clone();
        Callback::from(move |event: KeyboardEvent| {
            // An answer may have several lines; a key that still chooses a character sends nothing.
            if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
                event.prevent_default();
                answer();
            }
        })
    };
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        answer();
    });
    let choices = present.iter().map(|client| {
        let name = AttrValue::from(client.address.to_string());
        (name.clone(), name)
    });
    html! {
        <form class="composer" data-testid="chat-answer-form" {onsubmit}>
            <SelectField
                group="chat"
                testid="chat-answer-to"
                label={texts.answer_to}
                choices={choices.collect::<Vec<_>>()}
                chosen={position}
                {on_choose}
            />
            <div class="field wide">
                <label for="chat-answer">{ texts.answer }<small>{ texts.answer_keys }</small></label>
                <textarea id="chat-answer" data-testid="chat-answer" rows="1" ref={input} {onkeydown} />
            </div>
            <button type="submit" class="key" data-testid="chat-answer-send" disabled={peer.is_none()}>
                { texts.send }
            </button>
        </form>
    }
}

//! Where the client's person types.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::use_texts;

/// What it needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct SayProps {
    /// Whether the client is connected.
    pub enabled: bool,
    /// Takes what is said.
    pub on_say: Callback<String>,
}

/// The person's line.
#[component]
pub fn Say(props: &SayProps) -> Html {
    let (texts, send) = (&use_texts().chat.client, use_texts().chat.room.send);
    let input = use_node_ref();
    let onsubmit = {
        let (input, on_say) = (input.clone(), props.on_say.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(input) = input.cast::<HtmlInputElement>() else { return };
            on_say.emit(input.value());
            input.set_value("");
        })
    };
    html! {
        <form class="composer" data-testid="chat-say-form" {onsubmit}>
            <div class="field wide">
                <label for="chat-say">{ texts.say }<small>{ texts.quit }</small></label>
                <input id="chat-say" data-testid="chat-say" type="text" autocomplete="off" ref={input} />
            </div>
            <button type="submit" class="key" data-testid="chat-say-send" disabled={!props.enabled}>
                { send }
            </button>
        </form>
    }
}

//! The line that sends a text from the chosen end.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::assistant::state::{AssistantCommand, AssistantModel};
use crate::assistant::texts;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::texts::use_texts_of;
use lab_shared::assistant::compose::Draft;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct SendLineProps {
    pub(crate) model: Snapshot<AssistantModel>,
    pub(crate) on: Callback<AssistantCommand>,
}

#[component]
pub(crate) fn SendLine(props: &SendLineProps) -> Html {
    let texts = &use_texts_of::<texts::Assistant>().log;
    let text = use_state_eq(String::new);
    let oninput = {
        let text = text.clone();
        Callback::from(move |event: InputEvent| {
            text.set(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let onsubmit = {
        let (text, on) = (text.clone(), props.on.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            on.emit(AssistantCommand::Send(Draft::text((*text).clone())));
        })
    };
    html! {
        <form class="composer" {onsubmit}>
            <div class="field wide">
                <label for="assistant-say">{ texts.say }</label>
                <input id="assistant-say" data-testid="assistant-say" type="text" autocomplete="off" value={(*text).clone()} {oninput} />
            </div>
            <button type="submit" class="key is-main" data-testid="assistant-send">{ texts.send }</button>
        </form>
    }
}

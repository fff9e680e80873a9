//! The form to join the network that another page shares.

use lab_shared::network::NetworkCommand;
use yew::prelude::*;

use crate::kit::view::text_input::TextInput;
use crate::kit::view::texts::use_texts_of;
use crate::network::texts::pane::Pane;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct JoinFormProps {
    /// What joining means here.
    pub(super) lead: &'static str,
    pub(super) on: Callback<NetworkCommand>,
}

#[component]
pub(super) fn JoinForm(props: &JoinFormProps) -> Html {
    let texts = use_texts_of::<Pane>();
    let code = use_state_eq(String::new);
    let on_text = use_callback(code.setter(), |text: String, set| set.set(text));
    let onsubmit = {
        let (on, code) = (props.on.clone(), code.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let code = code.trim();
            if !code.is_empty() {
                on.emit(NetworkCommand::Join { code: code.to_owned() });
            }
        })
    };
    html! {
        <form class="network-form is-join" {onsubmit}>
            <p>{ props.lead }</p>
            <TextInput testid="network-join-code" label={texts.code} value={(*code).clone()} {on_text} />
            <button type="submit" class="plain" data-testid="network-join">{ texts.join }</button>
        </form>
    }
}

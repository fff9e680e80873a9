//! The field for a message: Enter sends it, Shift+Enter begins a line.

use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::chat::texts as chat;
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ComposerProps {
    /// Its name for tests, and its field's id.
    pub(crate) testid: &'static str,
    /// The field's label.
    pub(crate) label: &'static str,
    /// What to know about it.
    pub(crate) hint: &'static str,
    /// Whether a message can be sent.
    pub(crate) enabled: bool,
    /// What precedes the field.
    #[prop_or_default]
    pub(crate) children: Children,
    /// Receives the text to send.
    pub(crate) on_text: Callback<String>,
}

#[component]
pub(crate) fn Composer(props: &ComposerProps) -> Html {
    let send_words = use_texts_of::<chat::Chat>().room.send;
    let id = props.testid;
    let input = use_node_ref();
    let send = {
        let (input, enabled, on_text) = (input.clone(), props.enabled, props.on_text.clone());
        move || {
            let Some(input) = input.cast::<HtmlTextAreaElement>().filter(|_| enabled) else {
                return;
            };
            on_text.emit(input.value());
            input.set_value("");
        }
    };
    let onkeydown = {
        let send = send.clone();
        Callback::from(move |event: KeyboardEvent| {
            // Enter that only confirms a composed character sends nothing.
            if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
                event.prevent_default();
                send();
            }
        })
    };
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        send();
    });
    html! {
        <form class="composer" data-testid={format!("{id}-form")} {onsubmit}>
            { props.children.clone() }
            <div class="field wide">
                <label for={id}>{ props.label }<small>{ props.hint }</small></label>
                <textarea {id} data-testid={id} rows="1" ref={input} {onkeydown} />
            </div>
            <button
                type="submit"
                class="key"
                data-testid={format!("{id}-send")}
                disabled={!props.enabled}
            >
                { send_words }
            </button>
        </form>
    }
}

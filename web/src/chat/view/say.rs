//! The field in which the client's person types.

use yew::prelude::*;

use super::composer::Composer;
use crate::chat::texts as chat;
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct SayProps {
    /// Whether the client is connected.
    pub enabled: bool,
    /// Receives the text to send.
    pub on_say: Callback<String>,
}

/// The person's lines.
#[component]
pub(crate) fn Say(props: &SayProps) -> Html {
    let texts = &use_texts_of::<chat::Chat>().client;
    html! {
        <Composer
            testid="chat-say"
            label={texts.say}
            hint={texts.say_keys}
            enabled={props.enabled}
            on_text={props.on_say.clone()}
        />
    }
}

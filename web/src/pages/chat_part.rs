//! The Chat place, loaded when a person first goes there, with what is done in it.

use std::future::Future;
use yew::prelude::*;

use super::chat::Chat;
use super::chat_hands::use_chat_hands;
use crate::components::later::{Draw, Loaded, Part, empty_place, later};
use crate::drivers::ChatStore;
use crate::drivers::chat::ChatDriver;
use crate::drivers::stream::StreamDriver;
use crate::state::lab::Lab;
use crate::state::snapshot::Snapshot;
use crate::state::view::View;

/// What the Chat place is made of.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct ChatPartProps {
    /// The view shown.
    pub(super) view: View,
    /// What is known.
    pub(super) chat: UseReducerHandle<ChatStore>,
    /// What is known of the sockets.
    pub(super) lab: Snapshot<Lab>,
    /// Runs the room and the client.
    pub(super) driver: ChatDriver,
    /// Runs the experiment.
    pub(super) stream: StreamDriver,
    /// Goes to another view.
    pub(super) on_view: Callback<View>,
}

#[component]
fn ChatPart(props: &ChatPartProps) -> Html {
    let ChatPartProps { view, chat, lab, driver, stream, on_view } = props;
    let hands = use_chat_hands(driver, stream, chat, on_view.clone());
    let ready = lab.relay.is_ready();
    html! { <Chat view={*view} chat={chat.0.clone()} lab={lab.clone()} {ready} {hands} /> }
}

later!(chat: fn chat() -> Loaded<Draw<ChatPartProps>> {
    Ok(|props| html! { <ChatPart ..props /> })
});

impl Part for ChatPartProps {
    fn load() -> impl Future<Output = Loaded<Draw<Self>>> {
        chat()
    }

    fn meanwhile(&self, words: Html) -> Html {
        empty_place(words)
    }
}

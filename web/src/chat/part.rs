//! The Chat place, loaded when a person first goes there, with what is done in it.

use std::future::Future;
use yew::prelude::*;

use super::driver::ChatDriver;
use super::driver::chat_store::ChatStore;
use super::driver::stream::StreamDriver;
use super::hands::use_chat_hands;
use super::state::route::ChatRoute;
use super::view::place::Chat;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::lazy::{Draw, LazyPart, Loaded, empty_place, lazy};
use crate::lab::state::Lab;

/// What the Chat place is made of.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ChatPartProps {
    /// The view shown.
    pub(crate) view: ChatRoute,
    /// What is known.
    pub(crate) chat: UseReducerHandle<ChatStore>,
    /// What is known of the sockets.
    pub(crate) lab: Snapshot<Lab>,
    /// Runs the room and the client.
    pub(crate) driver: ChatDriver,
    /// Runs the experiment.
    pub(crate) stream: StreamDriver,
    /// Goes to another view.
    pub(crate) on_view: Callback<ChatRoute>,
}

#[component]
fn ChatPart(props: &ChatPartProps) -> Html {
    let ChatPartProps { view, chat, lab, driver, stream, on_view } = props;
    let hands = use_chat_hands(driver, stream, chat, on_view.clone());
    let ready = lab.relay.is_ready();
    html! { <Chat view={*view} chat={chat.0.clone()} lab={lab.clone()} {ready} {hands} /> }
}

lazy!(chat: fn chat() -> Loaded<Draw<ChatPartProps>> {
    Ok(|props| html! { <ChatPart ..props /> })
});

impl LazyPart for ChatPartProps {
    fn load() -> impl Future<Output = Loaded<Draw<Self>>> {
        chat()
    }

    fn fallback(&self, words: Html) -> Html {
        empty_place(words)
    }
}

//! The Chat place: the part of the page loaded when a person first opens it.

use std::future::Future;
use yew::prelude::*;

use super::driver::ChatDriver;
use super::state::route::ChatRoute;
use super::state::{Chat as Known, ChatCommand};
use super::view::place::Chat;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::lazy::{Draw, LazyPart, Loaded, empty_place, lazy};
use crate::lab::state::{Lab, LabCommand};

/// The Chat place's props.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ChatPartProps {
    pub(crate) view: ChatRoute,
    pub(crate) chat: Snapshot<Known>,
    pub(crate) lab: Snapshot<Lab>,
    pub(crate) driver: ChatDriver,
    pub(crate) on_view: Callback<ChatRoute>,
    pub(crate) on_lab: Callback<LabCommand>,
}

#[component]
fn ChatPart(props: &ChatPartProps) -> Html {
    let ChatPartProps { view, chat, lab, driver, on_view, on_lab } = props.clone();
    let on = use_callback(driver, |command: ChatCommand, driver| driver.handle(command));
    // Where sockets can be made changes with the relay and its networks.
    use_effect_with((lab.places(), on.clone()), |(places, on)| {
        on.emit(ChatCommand::Offer(places.clone()));
    });
    let on_network =
        use_callback(on_lab, |command, on_lab| on_lab.emit(LabCommand::Network(command)));
    let ready = lab.relay.is_ready();
    html! { <Chat {view} {chat} {lab} {ready} {on} {on_network} {on_view} /> }
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

//! The Chat place, loaded when a person first goes there, with what is done in it.

use std::future::Future;
use yew::prelude::*;

use super::driver::ChatDriver;
use super::state::view::View;
use super::state::{Chat as Known, ChatCommand};
use super::view::place::Chat;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::later::{Draw, Loaded, Part, empty_place, later};
use crate::lab::state::Lab;

/// What the Chat place is made of.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ChatPartProps {
    /// The view shown.
    pub(crate) view: View,
    /// What is known.
    pub(crate) chat: Snapshot<Known>,
    /// What is known of the sockets.
    pub(crate) lab: Snapshot<Lab>,
    /// Carries out what a person does.
    pub(crate) driver: ChatDriver,
    /// Goes to another view.
    pub(crate) on_view: Callback<View>,
}

#[component]
fn ChatPart(props: &ChatPartProps) -> Html {
    let ChatPartProps { view, chat, lab, driver, on_view } = props.clone();
    let on = use_callback(driver, |command: ChatCommand, driver| driver.handle(command));
    let ready = lab.relay.is_ready();
    html! { <Chat {view} {chat} {lab} {ready} {on} {on_view} /> }
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

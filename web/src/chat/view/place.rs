//! The Chat place: a room hosted here, or a client of another room.

use lab_shared::network::NetworkCommand;
use yew::prelude::*;

use super::Views;
use super::panes::{HostView, JoinView};
use super::props::ViewProps;
use super::stream_view::StreamView;
use crate::boundaries::texts as boundaries;
use crate::chat::state::client_model::JoinPhase;
use crate::chat::state::room_model::RoomPhase;
use crate::chat::state::route::ChatRoute;
use crate::chat::state::{Chat as Known, ChatCommand};
use crate::chat::texts as chat;
use crate::chat::texts::stream;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::tabs::{Pane, Tabs};
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::Lab;
use crate::workbench::state::layout::Border;
use crate::workbench::view::frame::{Frame, use_frame};
use crate::workbench::view::separator::Separator;

#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ChatProps {
    /// The view shown.
    pub view: ChatRoute,
    /// What is known.
    pub chat: Snapshot<Known>,
    /// The source of the connections' bytes.
    pub lab: Snapshot<Lab>,
    /// Whether there is a relay.
    pub ready: bool,
    /// Carries out what the person does.
    pub on: Callback<ChatCommand>,
    /// Asks for a network.
    pub on_network: Callback<NetworkCommand>,
    /// Goes to another view.
    pub on_view: Callback<ChatRoute>,
}

/// The place.
#[component]
pub fn Chat(props: &ChatProps) -> Html {
    let texts = use_texts_of::<chat::Chat>();
    let stream = use_texts_of::<stream::Stream>();
    let ruler = use_texts_of::<boundaries::Boundaries>().ruler;
    let pane = use_state_eq(|| Pane::Controls);
    let on_pane = {
        let pane = pane.clone();
        use_callback((), move |chosen: Pane, ()| pane.set(chosen))
    };
    let chat = &props.chat;
    use_transcript_once_open(chat, props.view, on_pane.clone());
    let panes = match props.view {
        ChatRoute::Host => [
            (texts.room.settings, None),
            (texts.room.transcript, Some(chat.room.transcript.entries().len())),
            (texts.room.clients, Some(chat.room.clients.len())),
        ],
        ChatRoute::Stream => [(stream.title, None), (ruler, None), (stream.in_words, None)],
        ChatRoute::Join => [
            (texts.client.settings, None),
            (texts.room.transcript, Some(chat.joined.transcript.entries().len())),
            (texts.client.facts, None),
        ],
    };
    let views = html! { <Views view={props.view} on_view={props.on_view.clone()} /> };
    let view = ViewProps {
        views,
        chat: chat.clone(),
        lab: props.lab.clone(),
        on: props.on.clone(),
        on_network: props.on_network.clone(),
        pane: *pane,
        on_pane,
        ready: props.ready && !chat.places.offered.is_empty(),
    };
    let frame = use_frame("chat", "place", true);
    let main = html! {
        <main id="place" class="bench chat" data-pane={pane.name()} data-view={props.view.name()} data-full={frame.full.clone()} style={frame.layout.columns()}>
            <h2 class="unseen">{ texts.title }</h2>
            <Tabs pane={*pane} {panes} testid="chat-tab" on_pane={view.on_pane.clone()} />
            { match props.view {
                ChatRoute::Host => html! { <HostView ..view /> },
                ChatRoute::Join => html! { <JoinView ..view /> },
                ChatRoute::Stream => html! { <StreamView ..view /> },
            } }
            <Separator border={Border::Controls} />
            <Separator border={Border::Sockets} />
        </main>
    };
    html! { <ContextProvider<Frame> context={frame}>{ main }</ContextProvider<Frame>> }
}

/// On a narrow screen, an opened room and a connected client show the transcript.
#[hook]
fn use_transcript_once_open(chat: &Snapshot<Known>, view: ChatRoute, on_pane: Callback<Pane>) {
    let talking = match view {
        ChatRoute::Host => matches!(chat.room.phase, RoomPhase::Open(_)),
        ChatRoute::Join => matches!(chat.joined.phase, JoinPhase::Connected(_)),
        ChatRoute::Stream => chat.stream.done,
    };
    let before = use_mut_ref(|| talking);
    use_effect_with(talking, move |talking| {
        if *talking && !before.replace(*talking) && view != ChatRoute::Host {
            on_pane.emit(Pane::Timeline);
        }
        *before.borrow_mut() = *talking;
    });
}

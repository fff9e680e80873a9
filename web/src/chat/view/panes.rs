//! The Chat place's views: the contents of the three panes of each.

use std::rc::Rc;

use lab_shared::call::Address;
use lab_shared::chat::PeerId;
use yew::prelude::*;

use super::no_place::no_place;
use super::props::ViewProps;
use super::{
    Answer, ChatTab, ChatTabs, Clients, JoinFacts, JoinForm, RoomForm, RoomOpen, RoomRuler, Say,
    Transcript,
};
use crate::boundaries::state::Connection;
use crate::boundaries::texts as boundaries;
use crate::boundaries::view::Rulers;
use crate::chat::state::chat_client::JoinNews;
use crate::chat::state::client_model::JoinPhase;
use crate::chat::state::room_model::{Line, RoomPhase};
use crate::chat::state::{Chat as Known, ChatCommand};
use crate::chat::texts as chat;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::command::use_command;
use crate::kit::view::tabs;
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::Lab;
use crate::lab::state::meeting::Meeting;
use crate::workbench::view::pane::Pane;

/// What the middle pane shows, and its choice.
#[hook]
fn use_tab() -> (ChatTab, Callback<ChatTab>) {
    let tab = use_state_eq(ChatTab::default);
    let set = tab.setter();
    (*tab, use_callback((), move |chosen: ChatTab, ()| set.set(chosen)))
}

/// A room hosted here.
#[component]
pub(crate) fn HostView(props: &ViewProps) -> Html {
    let texts = &use_texts_of::<chat::Chat>().room;
    let ViewProps { chat, on, .. } = props;
    let on_ask = use_command(on, ChatCommand::Ask);
    let (tab, on_tab) = use_tab();
    let chosen = use_state_eq(|| None::<PeerId>);
    let on_client = use_callback(chosen.setter(), |client: PeerId, chosen| {
        chosen.set(Some(client));
    });
    let on_ruler = use_callback(
        (on_client.clone(), on_tab.clone(), props.on_pane.clone()),
        |client: PeerId, (on_client, on_tab, on_pane)| {
            on_client.emit(client);
            on_tab.emit(ChatTab::Ruler);
            on_pane.emit(tabs::Pane::Timeline);
        },
    );
    let model = &chat.room;
    let address = model.phase.address();
    let enter = room_line(&props.lab, chat, address);
    let answers = address.is_some() && chat.settings.room.mode.is_operated();
    html! {
        <>
            <Pane name="controls" label={texts.settings}>
                <div class="pane-head">{ props.views.clone() }</div>
                <div class="pane-body">
                    if let Some(address) = address {
                        <RoomOpen
                            address={address.clone()}
                            settings={chat.settings.clone()}
                            on_relay={chat.on_relay.is_some()}
                            host={chat.places.room_is_on.clone()}
                            enter={enter}
                            failure={model.failure.clone()}
                            stopping={matches!(model.phase, RoomPhase::Stopping(_))}
                            pace={chat.pace.clone()}
                            on={on.clone()}
                        />
                    } else {
                        { no_place(props) }
                        <RoomForm
                            settings={chat.settings.clone()}
                            places={chat.places.clone()}
                            runs={chat.runs()}
                            failure={model.failure.clone()}
                            ready={props.ready}
                            opening={model.phase == RoomPhase::Opening}
                            on={on.clone()}
                        />
                    }
                </div>
            </Pane>
            <Pane name="timeline" label={texts.transcript}>
                <div class="pane-head"><ChatTabs {tab} {on_tab} /></div>
                if tab == ChatTab::Ruler {
                    <RoomRuler
                        lab={props.lab.clone()}
                        on_relay={chat.on_relay.is_some()}
                        room={address.cloned()}
                        clients={model.clients.clone()}
                        chosen={*chosen}
                        {on_client}
                    />
                } else {
                    <Transcript<Line>
                        transcript={model.transcript.clone()}
                        shown={props.pane == tabs::Pane::Timeline}
                    />
                }
                if answers {
                    <Answer clients={model.clients.clone()} on_ask={on_ask.clone()} />
                }
            </Pane>
            <Pane name="sockets" label={texts.clients}>
                <Clients
                    clients={model.clients.clone()}
                    queue_bytes={chat.settings.room.queue_bytes}
                    {on_ask}
                    {on_ruler}
                />
            </Pane>
        </>
    }
}

/// The line that reaches a room on a host from a terminal.
fn room_line(lab: &Lab, chat: &Known, address: Option<&Address>) -> Option<AttrValue> {
    let host = chat.places.room_is_on.as_ref()?;
    let meeting = Meeting::of_client(lab.network.view().map(Rc::as_ref), Some(host), address?);
    meeting.nc_to_host(false).map(AttrValue::from)
}

/// A client of another room.
#[component]
pub(crate) fn JoinView(props: &ViewProps) -> Html {
    let texts = use_texts_of::<chat::Chat>();
    let boundaries = use_texts_of::<boundaries::Boundaries>();
    let ViewProps { chat, on, .. } = props;
    let (tab, on_tab) = use_tab();
    let model = &chat.joined;
    let connection = model
        .connection
        .as_ref()
        .map(|(address, socket)| Connection::of_socket(&props.lab, *socket, address));
    html! {
        <>
            <Pane name="controls" label={texts.client.settings}>
                <div class="pane-head">{ props.views.clone() }</div>
                <div class="pane-body">
                    { no_place(props) }
                    <JoinForm
                        settings={chat.join.clone()}
                        places={chat.places.clone()}
                        network={props.lab.network.view().map(Snapshot::from)}
                        model={model.clone()}
                        ready={props.ready}
                        on={on.clone()}
                    />
                </div>
            </Pane>
            <Pane name="timeline" label={texts.room.transcript}>
                <div class="pane-head"><ChatTabs {tab} {on_tab} /></div>
                if tab == ChatTab::Ruler {
                    <div class="pane-body rulers" data-testid="chat-rulers">
                        if let Some(connection) = connection {
                            <Rulers {connection} encoding={chat.join.encoding} />
                        } else {
                            <p class="empty">{ boundaries.not_connected }</p>
                        }
                    </div>
                } else {
                    <Transcript<JoinNews>
                        transcript={model.transcript.clone()}
                        shown={props.pane == tabs::Pane::Timeline}
                    />
                }
                <Say
                    enabled={matches!(model.phase, JoinPhase::Connected(_))}
                    on_say={on.reform(ChatCommand::Say)}
                />
            </Pane>
            <Pane name="sockets" label={texts.client.facts}>
                <JoinFacts model={model.clone()} />
            </Pane>
        </>
    }
}

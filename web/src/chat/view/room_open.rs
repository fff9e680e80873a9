//! An open room: its address, the line for nc, its settings, and the button that closes it.

use lab_shared::call::{Address, Failure};
use lab_shared::network::HostName;
use lab_shared::wire::RoomCommand;
use std::rc::Rc;
use yew::prelude::*;

use super::pace_fields::{PaceFields, PaceIds};
use super::terminal_line::TerminalLine;
use crate::bench::state::nc::connect_line;
use crate::bench::texts::controls;
use crate::boundaries::state::pace::PaceFields as Pace;
use crate::chat::state::ChatCommand;
use crate::chat::state::room_settings::RoomSettings;
use crate::chat::texts as chat;
use crate::kit::view::texts::use_texts_of;
use crate::network::texts::places::PlacesTexts;
use crate::timeline::view::failure_view::FailureView;

const IDS: PaceIds = PaceIds {
    framing: "chat-live-framing",
    between: "chat-live-between",
    bufsize: "chat-live-bufsize",
    busy: "chat-live-busy",
};

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct RoomOpenProps {
    /// Where it listens.
    pub address: Address,
    /// What it was opened with.
    pub settings: Rc<RoomSettings>,
    /// Whether the relay runs it.
    pub on_relay: bool,
    /// The host of the page's network that it is on.
    pub host: Option<HostName>,
    /// The line that reaches it there from a terminal, while the host runs.
    pub enter: Option<AttrValue>,
    /// The last failure.
    pub failure: Option<Failure>,
    /// Whether it is stopping.
    pub stopping: bool,
    /// The pace of its calls.
    pub pace: Rc<Pace>,
    /// Changes framing and pace, and stops the room.
    pub on: Callback<ChatCommand>,
}

#[component]
pub(crate) fn RoomOpen(props: &RoomOpenProps) -> Html {
    let (texts, controls) =
        (&use_texts_of::<chat::Chat>().room, use_texts_of::<controls::Controls>());
    let places = use_texts_of::<PlacesTexts>();
    let RoomOpenProps { address, settings, .. } = props;
    let room = &settings.room;
    let onclick = props.on.reform(|_: MouseEvent| ChatCommand::Ask(RoomCommand::Stop));
    let runs = if props.on_relay { texts.on_relay } else { texts.in_page };
    let fact = |name: &'static str, value: AttrValue| {
        html! { <><dt>{ name }</dt><dd>{ value }</dd></> }
    };
    html! {
        <div class="control room-open" data-testid="chat-is-open">
            <p class="room-address">
                <span>{ texts.is_open }</span>
                <code data-testid="chat-address">{ address.to_string() }</code>
            </p>
            if let Some(enter) = &props.enter {
                <TerminalLine command={enter.clone()} label={places.reach} />
            } else if props.host.is_none() {
                <TerminalLine command={connect_line(address)} />
            }
            <dl class="facts">
                { fact(texts.mode, texts.modes.of(&room.mode).name.into()) }
                { fact(texts.runs, runs.into()) }
                if let Some(host) = &props.host {
                    { fact(places.on_host, host.to_string().into()) }
                }
                { fact(controls.encoding, room.encoding.python_name().into()) }
            </dl>
            <p class="field-note">{ texts.modes.of(&room.mode).text }</p>
            <PaceFields
                ids={IDS}
                framing={room.framing.clone()}
                pace={(!props.on_relay).then(|| (*props.pace).clone())}
                on_framing={props.on.reform(ChatCommand::SetRoomFraming)}
                on_pace={props.on.reform(ChatCommand::SetRoomPace)}
            />
            <button
                type="button"
                class="key"
                data-testid="chat-stop"
                disabled={props.stopping}
                {onclick}
            >
                { if props.stopping { texts.stopping } else { texts.stop } }
            </button>
            if let Some(failure) = &props.failure {
                <div role="alert" data-testid="chat-failure">
                    <FailureView failure={failure.clone()} />
                </div>
            }
        </div>
    }
}

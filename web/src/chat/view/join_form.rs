//! The form to connect a client, and the button that disconnects it.

use lab_shared::network::NetworkView;
use std::rc::Rc;
use yew::prelude::*;

use super::choose::ChooseEncoding;
use super::mode_fields::Check;
use super::pace_fields::{PaceFields, PaceIds};
use super::terminal_line::TerminalLine;
use crate::bench::state::nc::listen_line;
use crate::bench::texts::controls;
use crate::chat::state::ChatCommand;
use crate::chat::state::chat_client::JoinConfig;
use crate::chat::state::client_model::{ChatClientModel, JoinEdit, JoinPhase, JoinSettings};
use crate::chat::state::places::ChatPlaces;
use crate::chat::texts as chat;
use crate::kit::state::format::count;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::text_input::TextInput;
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::meeting::Meeting;
use crate::network::texts::places::PlacesTexts;
use crate::network::view::host_field::HostField;
use crate::sockets::texts as sockets;
use crate::timeline::view::failure_view::FailureView;

const IDS: PaceIds = PaceIds {
    framing: "chat-join-framing",
    between: "chat-join-between",
    bufsize: "chat-join-bufsize",
    busy: "chat-join-busy",
};

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct JoinFormProps {
    pub settings: Rc<JoinSettings>,
    /// On which host sockets are made.
    pub places: Rc<ChatPlaces>,
    /// The page's network.
    pub network: Option<Snapshot<NetworkView>>,
    /// The client's state.
    pub model: ChatClientModel,
    /// Whether there is a relay.
    pub ready: bool,
    /// Changes the settings, connects the client and closes it.
    pub on: Callback<ChatCommand>,
}

#[component]
pub(crate) fn JoinForm(props: &JoinFormProps) -> Html {
    let (texts, controls) =
        (&use_texts_of::<chat::Chat>().client, use_texts_of::<controls::Controls>());
    let places = use_texts_of::<PlacesTexts>();
    let settings = &props.settings;
    let config = settings.checked();
    let idle = props.model.phase == JoinPhase::Idle;
    let onsubmit = use_callback(props.on.clone(), |event: SubmitEvent, on| {
        event.prevent_default();
        on.emit(ChatCommand::Join);
    });
    let on_edit = props.on.reform(ChatCommand::EditClient);
    let leave = props.on.reform(|_: MouseEvent| ChatCommand::Leave);
    let wrong_port = settings.port().is_none().then(|| AttrValue::from(texts.wrong_port));
    html! {
        <form class="control room-form" data-testid="chat-join-form" {onsubmit}>
            <p class="field-note">{ texts.text }</p>
            <div class="fields">
                <TextInput
                    testid="chat-join-host"
                    label={controls.host}
                    value={settings.host.clone()}
                    width={classes!("wide")}
                    on_text={on_edit.reform(JoinEdit::Host)}
                />
                <TextInput
                    testid="chat-join-port"
                    label={controls.port}
                    number=true
                    value={settings.port.clone()}
                    width={classes!("narrow")}
                    wrong={wrong_port}
                    on_text={on_edit.reform(JoinEdit::Port)}
                />
                if idle {
                    <HostField
                        testid="chat-join-on-host"
                        places={props.places.offered.clone()}
                        host={props.places.client_host()}
                        on_host={props.on.reform(ChatCommand::PlaceClient)}
                    />
                }
                <ChooseEncoding
                    testid="chat-join-encoding"
                    encoding={settings.encoding}
                    on_encoding={on_edit.reform(JoinEdit::Encoding)}
                />
                <Check
                    testid="chat-join-ready"
                    label={texts.says_ready}
                    checked={settings.says_ready}
                    on_check={on_edit.reform(JoinEdit::SaysReady)}
                />
            </div>
            <PaceFields
                ids={IDS}
                framing={settings.framing.clone()}
                pace={settings.pace.clone()}
                on_framing={props.on.reform(ChatCommand::SetClientFraming)}
                on_pace={props.on.reform(ChatCommand::SetClientPace)}
            />
            if idle {
                <button
                    type="submit"
                    class="key is-main"
                    data-testid="chat-join"
                    disabled={!props.ready || config.is_none()}
                >
                    { texts.connect }
                </button>
            } else {
                <button type="button" class="key" data-testid="chat-leave" onclick={leave}>
                    { texts.leave }
                </button>
            }
            if let Some(failure) = &props.model.failure {
                <div role="alert" data-testid="chat-join-failure">
                    <FailureView failure={failure.clone()} />
                </div>
            }
            if let Some(config) = config.filter(|_| idle) {
                if let Some(enter) = listening(props, &config) {
                    <TerminalLine label={places.listens} command={enter} />
                } else if props.places.client_host().is_none() {
                    <TerminalLine
                        label={texts.nc}
                        command={listen_line(&config.address)}
                        variant={config.address.port().map(|port| format!("nc -l -p {port}"))}
                    />
                }
            }
        </form>
    }
}

/// The line that makes nc listen on the host which the client, on a host itself, goes to.
fn listening(props: &JoinFormProps, config: &JoinConfig) -> Option<String> {
    let client = props.places.client_host()?;
    Meeting::of_server(props.network.as_deref(), Some(&client), &config.address)
        .nc_listens_on_host()
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct JoinFactsProps {
    /// The client's state.
    pub model: ChatClientModel,
}

/// The connection in numbers.
#[component]
pub(crate) fn JoinFacts(props: &JoinFactsProps) -> Html {
    let (texts, sockets) =
        (&use_texts_of::<chat::Chat>().client, use_texts_of::<sockets::Sockets>());
    let model = &props.model;
    let (state, words) = match &model.phase {
        JoinPhase::Idle => ("idle", String::from("–")),
        JoinPhase::Connecting => ("connecting", texts.connecting.into()),
        JoinPhase::Connected(address) => ("connected", format!("{} {address}", texts.connected)),
    };
    let fact = |name: &'static str, testid: &'static str, value: String| {
        html! { <><dt>{ name }</dt><dd data-testid={testid}>{ value }</dd></> }
    };
    html! {
        <>
            <div class="pane-head"><h2>{ texts.facts }</h2></div>
            <div class="pane-body">
                <p class="join-state" role="status" data-testid="chat-join-state" data-state={state}>
                    { words }
                </p>
                <dl class="facts join-facts">
                    { fact(sockets.sent, "chat-join-sent", count(model.bytes_out)) }
                    { fact(sockets.received, "chat-join-received", count(model.bytes_in)) }
                    { fact(texts.recvs, "chat-join-recvs", count(model.recvs)) }
                </dl>
            </div>
        </>
    }
}

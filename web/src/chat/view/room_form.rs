//! The form to open a room.

use lab_shared::call::Failure;
use std::rc::Rc;
use yew::prelude::*;

use super::export::ExportFields;
use super::mode_fields::{FieldsProps, InputOf, ModeFields};
use super::more_fields::MoreFields;
use crate::bench::texts::controls;
use crate::chat::state::ChatCommand;
use crate::chat::state::places::ChatPlaces;
use crate::chat::state::room_settings::{Host, RoomEdit, RoomField, RoomSettings};
use crate::chat::texts as chat;
use crate::kit::view::command::use_command;
use crate::kit::view::texts::use_texts_of;
use crate::network::view::host_field::HostField;
use crate::timeline::view::failure_view::FailureView;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct RoomFormProps {
    pub settings: Rc<RoomSettings>,
    /// On which host sockets are made.
    pub places: Rc<ChatPlaces>,
    /// Where it will run.
    pub runs: Host,
    /// Why the last room could not be opened.
    pub failure: Option<Failure>,
    /// Whether there is a relay.
    pub ready: bool,
    /// Whether it is opening.
    pub opening: bool,
    /// Changes the settings, and opens the room.
    pub on: Callback<ChatCommand>,
}

#[component]
pub(crate) fn RoomForm(props: &RoomFormProps) -> Html {
    let texts = &use_texts_of::<chat::Chat>().room;
    let controls = use_texts_of::<controls::Controls>();
    let error = props.settings.error();
    let enabled = props.ready && error.is_none() && !props.opening;
    let onsubmit = use_callback(props.on.clone(), |event: SubmitEvent, on| {
        event.prevent_default();
        on.emit(ChatCommand::Open);
    });
    let on_edit = use_command(&props.on, ChatCommand::EditRoom);
    let fields =
        FieldsProps { settings: Rc::clone(&props.settings), error, on_edit: on_edit.clone() };
    let input = |field, testid, label, width| {
        let given = InputOf { testid, label, lines: 1, width };
        fields.input(field, given, (texts.wrong)(field))
    };
    html! {
        <form class="control room-form" data-testid="chat-form" {onsubmit}>
            <div class="fields">
                <ModeFields ..fields.clone() />
                { input(RoomField::Host, "chat-host", controls.host, "wide") }
                { input(RoomField::Port, "chat-port", controls.port, "narrow") }
                <Runs runs={props.runs} has_machine={props.places.offered.machine} {on_edit} />
                if props.runs == Host::Page {
                    <HostField
                        testid="chat-on-host"
                        places={props.places.offered.clone()}
                        host={props.places.room_host()}
                        on_host={props.on.reform(ChatCommand::PlaceRoom)}
                    />
                }
            </div>
            <details class="fold" data-testid="chat-more">
                <summary>{ texts.more }</summary>
                <MoreFields ..fields.clone() />
            </details>
            <details class="fold" data-testid="chat-sheet">
                <summary>{ texts.json }</summary>
                <ExportFields ..fields.clone() />
            </details>
            <button type="submit" class="key is-main" data-testid="chat-open" disabled={!enabled}>
                { if props.opening { texts.opening } else { texts.open } }
            </button>
            if let Some(failure) = &props.failure {
                <div role="alert" data-testid="chat-failure">
                    <FailureView failure={failure.clone()} />
                </div>
            }
        </form>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct RunsProps {
    runs: Host,
    /// Whether the relay offers its machine, where its own rooms are.
    has_machine: bool,
    on_edit: Callback<RoomEdit>,
}

#[component]
fn Runs(props: &RunsProps) -> Html {
    let texts = &use_texts_of::<chat::Chat>().room;
    let choice = |runs: Host, testid: &'static str, words: &'static str| {
        let onclick = props.on_edit.reform(move |_: MouseEvent| RoomEdit::Runs(runs));
        let pressed = (props.runs == runs).to_string();
        html! {
            <button type="button" data-testid={testid} aria-pressed={pressed} {onclick}>
                { words }
            </button>
        }
    };
    if !props.has_machine {
        return html! { <p class="field-note" data-testid="chat-in-page-only">{ texts.in_page_only }</p> };
    }
    let text = match props.runs {
        Host::Page => texts.in_page_text,
        Host::Relay => texts.on_relay_text,
    };
    html! {
        <div class="field full">
            <span class="field-label" id="chat-runs">{ texts.runs }</span>
            <div class="segments wide" role="group" aria-labelledby="chat-runs">
                { choice(Host::Page, "chat-runs-page", texts.in_page) }
                { choice(Host::Relay, "chat-runs-relay", texts.on_relay) }
            </div>
            <p class="field-note">{ text }</p>
        </div>
    }
}

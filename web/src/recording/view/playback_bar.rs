//! The bar under the timeline: a slider over all events, and buttons to play them.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::Playback;
use super::export_menu::ExportMenu;
use super::opening::OpeningRow;
use crate::kit::state::format::duration;
use crate::kit::view::command::use_command;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::recording::command::RecordingCommand;
use crate::recording::state::{Move, PlaybackStatus, Speed};
use crate::recording::texts as recording;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct PlaybackBarProps {
    /// The displayed moment and its commands.
    pub(crate) playback: Playback,
    /// Whether the sequence diagram is in view.
    pub(crate) drawn: bool,
}

#[component]
pub(crate) fn PlaybackBar(props: &PlaybackBarProps) -> Html {
    let texts = use_texts_of::<recording::Recording>();
    let playback = &props.playback;
    let status = playback.status.clone();
    let live = status.is_none();
    let status = status.unwrap_or_default();
    let on_move = use_command(&playback.on, RecordingCommand::Move);
    let on_cancel = playback.on.reform(|()| RecordingCommand::Cancel);
    let on_leave = playback.on.reform(|_: MouseEvent| RecordingCommand::Leave);
    let act = |to: Move| on_move.reform(move |_: MouseEvent| to);
    // While the page shows the live lab, the events are not counted: the slider has thousandths.
    let (value, max) = if live { (1000, 1000) } else { (status.position, status.events) };
    let oninput = on_move.reform(move |event: InputEvent| {
        let slider: HtmlInputElement = event.target_unchecked_into();
        // The browser keeps a range's value an integer within its limits.
        let at = slider.value_as_number() as usize;
        if live { Move::Permille(at) } else { Move::Seek(at) }
    });
    let empty = playback.lab.timeline.calls().len() == 0 && live;
    let (icon, words) =
        if status.playing { (Icon::Pause, texts.hold) } else { (Icon::Run, texts.play) };
    let state = if live { "live" } else { "past" };
    html! {
        <div
            class={classes!("transport", (!live).then_some("is-past"))}
            role="group"
            aria-label={texts.title}
            data-testid="transport"
            data-state={state}
            data-position={status.position.to_string()}
            data-events={status.events.to_string()}
            data-playing={status.playing.to_string()}
        >
            if let Some(why) = &playback.unreadable {
                <p class="kernel-alarm" role="alert" data-testid="recording-unreadable">
                    { Icon::Note.html() }<span>{ (texts.unreadable)(why) }</span>
                </p>
            }
            if let Some(progress) = playback.opening.clone() {
                <OpeningRow {progress} {on_cancel} />
            }
            <div class="transport-row">
                <Small testid="replay-back" icon={Icon::Back} words={texts.back} disabled={empty} onclick={act(Move::Back)} />
                <Small testid="replay-play" {icon} {words} disabled={empty} onclick={act(Move::Play(!status.playing))} />
                <Small testid="replay-on" icon={Icon::Next} words={texts.on} disabled={live} onclick={act(Move::On)} />
                <input
                    type="range"
                    min="0"
                    max={max.to_string()}
                    value={value.to_string()}
                    aria-label={texts.moment}
                    aria-valuetext={(!live).then(|| (texts.events)(status.position, status.events))}
                    data-testid="replay-moment"
                    disabled={empty}
                    {oninput}
                />
                <Position status={playback.status.clone()} />
                <SpeedField speed={status.speed} on_move={on_move.clone()} disabled={empty} />
                <ExportMenu playback={playback.clone()} drawn={props.drawn} />
            </div>
            if !live {
                <div class="transport-row">
                    <p class="transport-where">
                        { Icon::Note.html() }
                        <span>
                            { status.file.clone().unwrap_or_else(|| texts.past.into()) }
                            { " · " }{ (texts.events)(status.position, status.events) }
                        </span>
                    </p>
                    <button type="button" class="plain is-strong" data-testid="replay-leave" onclick={on_leave}>
                        { if status.file.is_some() { texts.close } else { texts.to_live } }
                    </button>
                </div>
            }
        </div>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct PositionProps {
    status: Option<PlaybackStatus>,
}

/// The moment shown, in numbers.
#[component]
fn Position(props: &PositionProps) -> Html {
    let texts = use_texts_of::<recording::Recording>();
    html! {
        <span class="transport-at" data-testid="replay-at">
            if let Some(status) = &props.status {
                <b>{ duration(status.at) }</b>{ " / " }{ duration(status.length) }
            } else {
                <b>{ texts.live }</b>
            }
        </span>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct SpeedFieldProps {
    speed: Speed,
    on_move: Callback<Move>,
    disabled: bool,
}

#[component]
fn SpeedField(props: &SpeedFieldProps) -> Html {
    let texts = use_texts_of::<recording::Recording>();
    let onchange = props.on_move.reform(|event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        let chosen = usize::try_from(select.selected_index()).ok();
        Move::Speed(chosen.and_then(|at| Speed::ALL.get(at).copied()).unwrap_or_default())
    });
    let options = Speed::ALL.map(|speed| {
        html! { <option value={speed.words()} selected={speed == props.speed}>{ speed.words() }</option> }
    });
    html! {
        <select aria-label={texts.speed} data-testid="replay-speed" disabled={props.disabled} {onchange}>
            { for options }
        </select>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct SmallProps {
    testid: &'static str,
    icon: Icon,
    words: &'static str,
    disabled: bool,
    onclick: Callback<MouseEvent>,
}

/// A button with only an icon.
#[component]
fn Small(props: &SmallProps) -> Html {
    html! {
        <button
            type="button"
            class="transport-key"
            data-testid={props.testid}
            title={props.words}
            disabled={props.disabled}
            onclick={props.onclick.clone()}
        >
            { props.icon.html() }<span class="unseen">{ props.words }</span>
        </button>
    }
}

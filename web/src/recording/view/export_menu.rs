//! The menu of formats to save, and of files to open.

use web_sys::{Element, File};
use yew::prelude::*;

use super::{OpenRecording, Playback};
use crate::kit::view::texts::use_texts_of;
use crate::recording::command::RecordingCommand;
use crate::recording::state::{ExportFormat, has_packets};
use crate::recording::texts as recording;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct ExportMenuProps {
    /// The displayed moment and its commands.
    pub(super) playback: Playback,
    /// Whether the sequence diagram is in view.
    pub(super) drawn: bool,
}

#[component]
pub(super) fn ExportMenu(props: &ExportMenuProps) -> Html {
    let texts = use_texts_of::<recording::Recording>();
    let menu = use_node_ref();
    let playback = &props.playback;
    let lab = &playback.lab;
    let nothing = lab.timeline.calls().len() == 0;
    let no_packets = !has_packets(lab);
    let drawn: &[ExportFormat] = if props.drawn { &ExportFormat::DRAWN } else { &[] };
    let items = ExportFormat::ALWAYS.iter().chain(drawn).map(|&what| {
        let (name, about) = (texts.export)(what);
        let (on, menu) = (playback.on.clone(), menu.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            fold(&menu);
            on.emit(RecordingCommand::ExportFormat(what));
        });
        html! {
            <button
                type="button"
                data-testid={format!("keep-{}", what.name())}
                disabled={nothing || (what == ExportFormat::Capture && no_packets)}
                {onclick}
            >
                <b>{ name }</b><small>{ about }</small>
            </button>
        }
    });
    let (open, about) = texts.open;
    let on_open = {
        let (on, menu) = (playback.on.clone(), menu.clone());
        Callback::from(move |file: File| {
            fold(&menu);
            on.emit(RecordingCommand::Open(file));
        })
    };
    html! {
        <details class="keep-menu" ref={menu.clone()} data-testid="keep">
            <summary>{ texts.menu }</summary>
            <div class="keep-items">
                { for items }
                <OpenRecording class="keep-open" {on_open}>
                    <b>{ open }</b><small>{ about }</small>
                </OpenRecording>
            </div>
        </details>
    }
}

/// Folds the menu.
fn fold(menu: &NodeRef) {
    if let Some(menu) = menu.cast::<Element>() {
        // A menu that is no longer there is folded.
        let _ = menu.remove_attribute("open");
    }
}

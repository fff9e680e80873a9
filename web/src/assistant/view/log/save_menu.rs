//! The menu of files that the log is saved as.

use web_sys::Element;
use yew::prelude::*;

use crate::assistant::state::AssistantCommand;
use crate::assistant::state::log::save::LogFile;
use crate::assistant::texts;
use crate::kit::state::choice::Choice as _;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::recording::command::RecordingCommand;
use crate::recording::state::ExportFormat;
use crate::recording::texts::Recording;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct SaveMenuProps {
    pub(super) on: Callback<AssistantCommand>,
    /// Saves the lab's recording; nothing where no call was made.
    pub(super) on_recording: Option<Callback<RecordingCommand>>,
}

#[component]
pub(super) fn SaveMenu(props: &SaveMenuProps) -> Html {
    let texts = &use_texts_of::<texts::Assistant>().log;
    let recording = use_texts_of::<Recording>();
    let menu = use_node_ref();
    let (name, about) = (recording.export)(ExportFormat::Json);
    let save_recording = props.on_recording.clone().map(|on| {
        let menu = menu.clone();
        Callback::from(move |_: MouseEvent| {
            fold(&menu);
            on.emit(RecordingCommand::ExportFormat(ExportFormat::Json));
        })
    });
    let items = LogFile::all().into_iter().map(|file| {
        let (on, menu) = (props.on.clone(), menu.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            fold(&menu);
            on.emit(AssistantCommand::SaveLog(file));
        });
        let (name, about) = (texts.file)(file);
        html! {
            <button key={file.name()} type="button" data-testid={format!("assistant-save-{}", file.name())} {onclick}>
                <b>{ name }</b><small>{ about }</small>
            </button>
        }
    });
    html! {
        <details class="keep-menu log-save" ref={menu.clone()} data-testid="assistant-save">
            <summary>{ Icon::Save.html() }{ texts.save }</summary>
            <div class="keep-items">
                { for items }
                <button type="button" data-testid="assistant-save-recording" disabled={save_recording.is_none()} onclick={save_recording}>
                    <b>{ name }</b><small>{ about }</small>
                </button>
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

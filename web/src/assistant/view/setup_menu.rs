//! The menu of the whole setup: saved as a document, or taken from one.

use web_sys::{Element, File, HtmlInputElement};
use yew::prelude::*;

use crate::assistant::state::AssistantCommand;
use crate::assistant::texts;
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct SetupMenuProps {
    pub(super) on: Callback<AssistantCommand>,
    /// Reads a document.
    pub(super) on_file: Callback<File>,
}

#[component]
pub(super) fn SetupMenu(props: &SetupMenuProps) -> Html {
    let texts = &use_texts_of::<texts::Assistant>().setup;
    let menu = use_node_ref();
    let fold = {
        let menu = menu.clone();
        move || {
            if let Some(menu) = menu.cast::<Element>() {
                // A menu that is no longer there is folded.
                let _ = menu.remove_attribute("open");
            }
        }
    };
    let save = {
        let (fold, on) = (fold.clone(), props.on.clone());
        Callback::from(move |_: MouseEvent| {
            fold();
            on.emit(AssistantCommand::SaveSetup);
        })
    };
    let onchange = {
        let on_file = props.on_file.clone();
        Callback::from(move |event: Event| {
            fold();
            let input: HtmlInputElement = event.target_unchecked_into();
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                on_file.emit(file);
            }
            // The same file can be opened again.
            input.set_value("");
        })
    };
    let ((save_name, save_about), (open_name, open_about)) = (texts.save, texts.open);
    html! {
        <details class="keep-menu setup-menu" ref={menu} data-testid="assistant-setup">
            <summary>{ texts.title }</summary>
            <div class="keep-items">
                <button type="button" data-testid="assistant-setup-save" onclick={save}>
                    <b>{ save_name }</b><small>{ save_about }</small>
                </button>
                <label class="keep-open">
                    <b>{ open_name }</b><small>{ open_about }</small>
                    <input type="file" accept=".toml,.txt" data-testid="assistant-setup-open" {onchange} />
                </label>
            </div>
        </details>
    }
}

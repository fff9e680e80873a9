//! The menu of files that the log is saved as.

use web_sys::Element;
use yew::prelude::*;

use crate::assistant::state::AssistantCommand;
use crate::assistant::state::log::save::LogFile;
use crate::assistant::texts;
use crate::kit::state::choice::Choice as _;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct SaveMenuProps {
    pub(super) on: Callback<AssistantCommand>,
}

#[component]
pub(super) fn SaveMenu(props: &SaveMenuProps) -> Html {
    let texts = &use_texts_of::<texts::Assistant>().log;
    let menu = use_node_ref();
    let items = LogFile::all().into_iter().map(|file| {
        let (on, menu) = (props.on.clone(), menu.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            if let Some(menu) = menu.cast::<Element>() {
                // A menu that is no longer there is folded.
                let _ = menu.remove_attribute("open");
            }
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
            <div class="keep-items">{ for items }</div>
        </details>
    }
}

//! A loose program, or data beside them.

use lab_shared::trace::Role;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::file_keys::{DeleteKey, save};
use super::package_note::PackageNote;
use super::side_name;
use crate::kit::state::format;
use crate::kit::view::copy_button::CopyButton;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::programs::browser::library::share_link;
use crate::programs::state::command::{FilePlace, LibraryCommand};
use crate::programs::state::library::LOOSE;
use crate::programs::state::project::{Content, ProjectFile, is_python};
use crate::programs::state::share::Shared;
use crate::programs::texts as programs;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct LooseRowProps {
    pub file: ProjectFile,
    /// Carries out what the person does.
    pub on: Callback<LibraryCommand>,
}

#[component]
pub(crate) fn LooseRow(props: &LooseRowProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().library;
    let LooseRowProps { file, on } = props;
    let place = FilePlace { project: LOOSE.into(), path: file.path.clone() };
    let is_text = matches!(file.content, Content::Text(_));
    let open = |side: Role, words: &'static str| {
        let place = place.clone();
        html! {
            <button type="button" class="plain" data-testid={format!("program-to-{}", side_name(side))} onclick={on.reform(move |_: MouseEvent| LibraryCommand::Open(side, place.clone()))}>
                { "→ " }{ words }
            </button>
        }
    };
    let rename = {
        let place = place.clone();
        on.reform(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            LibraryCommand::Rename(place.clone(), input.value())
        })
    };
    let on_save = {
        let file = file.clone();
        Callback::from(move |_: MouseEvent| save(&file))
    };
    let link = is_python(&file.path).then(|| share_link(&Shared::program(file.clone()))).flatten();
    html! {
        <li class="library-item" data-testid="program" data-name={file.path.clone()}>
            <span class="library-name">
                { if is_text { Icon::File } else { Icon::Data }.html() }
                <input type="text" aria-label={texts.rename} value={file.path.clone()} data-testid="program-name" onchange={rename} />
                if !is_python(&file.path) { <small>{ format::size(file.size()) }</small> }
            </span>
            <PackageNote file={file.clone()} />
            <span class="library-keys">
                if is_text {
                    { open(Role::Server, texts.to_server) }
                    { open(Role::Client, texts.to_client) }
                }
                <button type="button" class="plain" data-testid="program-save" disabled={file.bytes().is_none()} onclick={on_save}>{ texts.save }</button>
                if let Some(line) = link {
                    <span class="share" title={texts.share}><CopyButton {line} words={texts.share} testid="program-share" /></span>
                }
                <DeleteKey testid="program-delete" on_delete={on.reform(move |()| LibraryCommand::Delete(place.clone()))} />
            </span>
        </li>
    }
}

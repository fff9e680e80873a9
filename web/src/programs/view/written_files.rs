//! The files that a pane's program has written.

use lab_shared::trace::Role;
use std::rc::Rc;
use yew::prelude::*;

use super::file_keys::save_bytes;
use super::file_look::FileLook;
use super::side_name;
use crate::kit::state::format;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::programs::state::program::{Written, WrittenFile};
use crate::programs::texts as programs;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct WrittenFilesProps {
    /// Which pane.
    pub side: Role,
    pub written: Rc<Written>,
}

#[component]
pub(crate) fn WrittenFiles(props: &WrittenFilesProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().files;
    let looked_at = use_state_eq(|| None::<String>);
    let files = props.written.files();
    if files.is_empty() {
        return html! {};
    }
    let rows = files.iter().map(|file| row(file, &looked_at, texts));
    html! {
        <section class="written" aria-label={texts.written} data-testid={format!("written-{}", side_name(props.side))}>
            <h3>{ texts.written }{ " " }<small>{ files.len() }</small></h3>
            <ul>{ for rows }</ul>
        </section>
    }
}

fn row(
    file: &WrittenFile,
    looked_at: &UseStateHandle<Option<String>>,
    texts: &programs::FileTexts,
) -> Html {
    let is_looked_at = looked_at.as_deref() == Some(&*file.name);
    let on_look = {
        let (looked_at, name) = (looked_at.clone(), file.name.clone());
        move |_: MouseEvent| looked_at.set((!is_looked_at).then(|| name.clone()))
    };
    let on_save = {
        let file = file.clone();
        move |_: MouseEvent| save_bytes(&file.name, file.bytes.as_deref().unwrap_or_default())
    };
    let looked_bytes = file.bytes.clone().filter(|_| is_looked_at);
    html! {
        <li key={file.name.clone()} data-testid="written-file" data-name={file.name.clone()} data-size={file.size.to_string()} data-whole={file.bytes.is_some().to_string()}>
            <div class="written-row">
                { Icon::Data.html() }
                <span class="tree-name" title={file.name.clone()}>{ &file.name }</span>
                <small>{ format::size(file.size) }</small>
                if file.bytes.is_some() {
                    <button type="button" class="plain" aria-expanded={is_looked_at.to_string()} aria-label={(texts.look_at)(&file.name)} data-testid="written-look" onclick={on_look}>{ if is_looked_at { texts.close } else { texts.look_key } }</button>
                    <button type="button" class="tree-key" title={(texts.save)(&file.name)} aria-label={(texts.save)(&file.name)} data-testid="written-save" onclick={on_save}>{ Icon::Save.html() }</button>
                } else {
                    <small class="is-growing">{ texts.growing }</small>
                }
            </div>
            if let Some(bytes) = looked_bytes { <FileLook name={file.name.clone()} {bytes} /> }
        </li>
    }
}

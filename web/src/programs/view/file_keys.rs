//! What is done with a file or a project: saved, deleted.

use yew::prelude::*;

use crate::kit::browser;
use crate::kit::state::file_name::FileName;
use crate::kit::view::texts::use_texts_of;
use crate::programs::state::project::ProjectFile;
use crate::programs::texts as programs;

/// Offers a file to the person, under the last part of its path.
pub(super) fn save(file: &ProjectFile) {
    save_bytes(&file.path, file.bytes().unwrap_or_default());
}

/// Offers bytes to the person, under the last part of a path.
pub(super) fn save_bytes(path: &str, bytes: &[u8]) {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rfind('.').map_or("", |at| &name[at..]);
    browser::save_file(&FileName::new(name, ending), "application/octet-stream", bytes);
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct DeleteKeyProps {
    pub(super) testid: &'static str,
    /// The person meant it.
    pub(super) on_delete: Callback<()>,
}

/// A key that is pressed twice.
#[component]
pub(super) fn DeleteKey(props: &DeleteKeyProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().library;
    let sure = use_state_eq(|| false);
    let onclick = {
        let (sure, on_delete) = (sure.clone(), props.on_delete.clone());
        Callback::from(move |_: MouseEvent| if *sure { on_delete.emit(()) } else { sure.set(true) })
    };
    html! {
        <button type="button" class="plain is-danger" data-testid={props.testid} {onclick}>
            { if *sure { texts.delete_sure } else { texts.delete } }
        </button>
    }
}

//! Opens what a person has: files, a folder or an archive, chosen or dropped.

use lab_shared::trace::Role;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::side_name;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::programs::browser::opened::Files;
use crate::programs::texts as programs;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct OpenFilesProps {
    /// Takes them, with the pane to open them in.
    pub on_files: Callback<(Role, Files)>,
    /// What else begins a program.
    pub children: Html,
}

#[component]
pub(crate) fn OpenFiles(props: &OpenFilesProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().library;
    let hovered = use_state_eq(|| false);
    let hover = |is_over: bool| {
        let hovered = hovered.setter();
        Callback::from(move |event: DragEvent| {
            // Otherwise the browser leaves the page for the file.
            event.prevent_default();
            hovered.set(is_over);
        })
    };
    let on_drop = {
        let (hovered, on_files) = (hovered.setter(), props.on_files.clone());
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            hovered.set(false);
            if let Some(transfer) = event.data_transfer() {
                on_files.emit((Role::Server, Files::of_drop(&transfer)));
            }
        })
    };
    let chooser = |side: Role, folder: bool, testid: String, words: Html| {
        let on_files = props.on_files.clone();
        let onchange = Callback::from(move |event: Event| {
            let field: HtmlInputElement = event.target_unchecked_into();
            on_files.emit((side, Files::of_field(&field)));
            // The same file can be opened again; the list is the field's own and is emptied by this.
            field.set_value("");
        });
        html! {
            <label class="open-file">
                { words }
                <input type="file" multiple=true webkitdirectory={folder} data-testid={testid} {onchange} />
            </label>
        }
    };
    let files = |side: Role| {
        let half = if side == Role::Server { texts.to_server } else { texts.to_client };
        let words = html! { <>{ Icon::File.html() }{ texts.open }{ " → " }{ half }</> };
        chooser(side, false, format!("open-file-{}", side_name(side)), words)
    };
    let folder = html! { <>{ Icon::Folder.html() }{ texts.open_folder }</> };
    html! {
        <div
            class={classes!("open-files", hovered.then_some("is-hovered"))}
            data-testid="open-files"
            ondragenter={hover(true)}
            ondragover={hover(true)}
            ondragleave={hover(false)}
            ondrop={on_drop}
        >
            <p class="open-drop">{ Icon::Save.html() }{ texts.drop }</p>
            <div class="library-keys">
                { props.children.clone() }
                { chooser(Role::Server, true, "open-folder".into(), folder) }
                { files(Role::Server) }
                { files(Role::Client) }
            </div>
        </div>
    }
}

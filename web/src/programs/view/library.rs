//! The programs of one's own: opened, named, kept, shared.

use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

use lab_shared::trace::Role;

use super::side_name;
use crate::kit::browser;
use crate::kit::state::file_name::FileName;
use crate::kit::view::copy_button::CopyButton;
use crate::kit::view::texts::use_texts_of;
use crate::programs::browser::library::share_link;
use crate::programs::state::library::{Library, Saved};
use crate::programs::texts as programs;

/// What a person does with programs of their own.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LibraryHands {
    /// Makes one.
    pub on_new: Callback<()>,
    /// Opens files, in this half.
    pub on_files: Callback<(Role, Vec<File>)>,
    /// Puts one into a half.
    pub on_open: Callback<(Role, String)>,
    /// Gives one another name.
    pub on_rename: Callback<(String, String)>,
    pub on_delete: Callback<String>,
    /// Keeps the program that a link brought.
    pub on_export: Callback<()>,
    /// Forgets it.
    pub on_dismiss: Callback<()>,
    /// Back to the lessons.
    pub on_all: Callback<()>,
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct LibraryPaneProps {
    /// The programs.
    pub library: Library,
    /// The program that a link brought.
    pub shared: Option<Saved>,
    /// Whether the browser had no room.
    pub full: bool,
    /// What the person does.
    pub hands: LibraryHands,
}

#[component]
pub(crate) fn LibraryPane(props: &LibraryPaneProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().library;
    let hands = &props.hands;
    let click = |callback: &Callback<()>| callback.reform(|_: MouseEvent| ());
    let file = |side: Role| {
        let on_files = hands.on_files.clone();
        let onchange = Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let files = input.files();
            let files = files.iter().flat_map(|all| (0..all.length()).filter_map(|at| all.get(at)));
            on_files.emit((side, files.collect()));
            // The same file can be opened again; the list is the field's own and is emptied by this.
            input.set_value("");
        });
        let words = if side == Role::Server { texts.to_server } else { texts.to_client };
        html! {
            <label class="open-file">
                { texts.open }{ " → " }{ words }
                <input type="file" accept=".py,text/x-python" multiple=true data-testid={format!("open-file-{}", side_name(side))} {onchange} />
            </label>
        }
    };
    let programs = props.library.programs.iter().map(|saved| {
        html! { <SavedRow key={saved.name.clone()} saved={saved.clone()} hands={hands.clone()} /> }
    });
    html! {
        <>
            <div class="pane-head guide-head">
                <button type="button" class="plain" data-testid="all-lessons" onclick={click(&hands.on_all)}>{ "← " }{ texts.all_lessons }</button>
            </div>
            <div class="pane-body guide-body">
                <h2 class="lesson-title">{ texts.title }</h2>
                <p class="lesson-summary">{ texts.lead }</p>
                if let Some(shared) = &props.shared {
                    <div class="shared" role="status" data-testid="shared-program">
                        <p>{ (texts.shared)(&shared.name) }</p>
                        <button type="button" class="plain" data-testid="shared-keep" onclick={click(&hands.on_export)}>{ texts.keep }</button>
                        <button type="button" class="plain" data-testid="shared-dismiss" onclick={click(&hands.on_dismiss)}>{ texts.dismiss }</button>
                    </div>
                }
                if props.full { <p class="half-note" role="alert">{ texts.full }</p> }
                <div class="library-keys">
                    <button type="button" class="plain" data-testid="program-new" onclick={click(&hands.on_new)}>{ texts.new }</button>
                    { file(Role::Server) }
                    { file(Role::Client) }
                </div>
                if props.library.programs.is_empty() { <p class="empty">{ texts.none }</p> }
                <ul class="library">{ for programs }</ul>
            </div>
        </>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct SavedRowProps {
    saved: Saved,
    hands: LibraryHands,
}

#[component]
fn SavedRow(props: &SavedRowProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().library;
    let SavedRowProps { saved, hands } = props;
    let sure = use_state_eq(|| false);
    let name = saved.name.clone();
    let open = |side: Role, words: &'static str| {
        let name = name.clone();
        html! {
            <button type="button" class="plain" data-testid={format!("program-to-{}", side_name(side))} onclick={hands.on_open.reform(move |_: MouseEvent| (side, name.clone()))}>
                { "→ " }{ words }
            </button>
        }
    };
    let rename = {
        let name = name.clone();
        hands.on_rename.reform(move |event: Event| {
            (name.clone(), event.target_unchecked_into::<HtmlInputElement>().value())
        })
    };
    let delete = {
        let (name, sure, on_delete) = (name.clone(), sure.clone(), hands.on_delete.clone());
        Callback::from(
            move |_: MouseEvent| {
                if *sure { on_delete.emit(name.clone()) } else { sure.set(true) }
            },
        )
    };
    let save = {
        let saved = saved.clone();
        Callback::from(move |_: MouseEvent| {
            let name = FileName::new(&saved.name, ".py");
            browser::save_file(&name, "text/x-python", saved.text.as_bytes())
        })
    };
    html! {
        <li class="library-item" data-testid="program" data-name={name.clone()}>
            <input type="text" aria-label={texts.rename} value={name.clone()} data-testid="program-name" onchange={rename} />
            <span class="library-keys">
                { open(Role::Server, texts.to_server) }
                { open(Role::Client, texts.to_client) }
                <button type="button" class="plain" data-testid="program-save" onclick={save}>{ texts.save }</button>
                <span class="share" title={texts.share}><CopyButton line={share_link(saved)} words={texts.share} testid="program-share" /></span>
                <button type="button" class="plain is-danger" data-testid="program-delete" onclick={delete}>
                    { if *sure { texts.delete_sure } else { texts.delete } }
                </button>
            </span>
        </li>
    }
}

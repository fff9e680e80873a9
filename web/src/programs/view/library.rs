//! The list of a person's own programs: open, rename, keep, share.

use std::rc::Rc;
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

use lab_shared::trace::Role;

use super::side_name;
use crate::kit::browser;
use crate::kit::state::file_name::FileName;
use crate::kit::texts::Texts as _;
use crate::kit::view::copy_button::CopyButton;
use crate::kit::view::texts::use_texts_of;
use crate::programs::browser::library::share_link;
use crate::programs::state::command::LibraryCommand;
use crate::programs::state::library::{Library, Saved};
use crate::programs::texts as programs;

/// What the pane needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct LibraryPaneProps {
    /// The programs.
    pub library: Rc<Library>,
    /// The program that a link brought.
    pub shared: Option<Saved>,
    /// Whether the browser had no room.
    pub full: bool,
    /// Carries out what the person does.
    pub on: Callback<LibraryCommand>,
    /// Adds the programs in files, and opens them in a pane.
    pub on_files: Callback<(Role, Vec<File>)>,
    /// Goes to all lessons.
    pub on_all: Callback<()>,
}

#[component]
pub(crate) fn LibraryPane(props: &LibraryPaneProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().library;
    let on = &props.on;
    let on_all = props.on_all.reform(|_: MouseEvent| ());
    let on_new = on.reform(|_: MouseEvent| {
        let text = programs::Programs::EN.library.sample.into();
        LibraryCommand::Add(Role::Server, Saved { name: "program.py".into(), text })
    });
    let on_export = on.reform(|_: MouseEvent| LibraryCommand::Keep);
    let on_dismiss = on.reform(|_: MouseEvent| LibraryCommand::Dismiss);
    let file = |side: Role| {
        let on_files = props.on_files.clone();
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
        html! { <SavedRow key={saved.name.clone()} saved={saved.clone()} on={on.clone()} /> }
    });
    html! {
        <>
            <div class="pane-head guide-head">
                <button type="button" class="plain" data-testid="all-lessons" onclick={on_all}>{ "← " }{ texts.all_lessons }</button>
            </div>
            <div class="pane-body guide-body">
                <h2 class="lesson-title">{ texts.title }</h2>
                <p class="lesson-summary">{ texts.lead }</p>
                if let Some(shared) = &props.shared {
                    <div class="shared" role="status" data-testid="shared-program">
                        <p>{ (texts.shared)(&shared.name) }</p>
                        <button type="button" class="plain" data-testid="shared-keep" onclick={on_export}>{ texts.keep }</button>
                        <button type="button" class="plain" data-testid="shared-dismiss" onclick={on_dismiss}>{ texts.dismiss }</button>
                    </div>
                }
                if props.full { <p class="half-note" role="alert">{ texts.full }</p> }
                <div class="library-keys">
                    <button type="button" class="plain" data-testid="program-new" onclick={on_new}>{ texts.new }</button>
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
    on: Callback<LibraryCommand>,
}

#[component]
fn SavedRow(props: &SavedRowProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().library;
    let SavedRowProps { saved, on } = props;
    let sure = use_state_eq(|| false);
    let name = saved.name.clone();
    let open = |side: Role, words: &'static str| {
        let name = name.clone();
        html! {
            <button type="button" class="plain" data-testid={format!("program-to-{}", side_name(side))} onclick={on.reform(move |_: MouseEvent| LibraryCommand::Open(side, name.clone()))}>
                { "→ " }{ words }
            </button>
        }
    };
    let rename = {
        let name = name.clone();
        on.reform(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            LibraryCommand::Rename(name.clone(), input.value())
        })
    };
    let delete = {
        let (name, sure, on) = (name.clone(), sure.clone(), on.clone());
        Callback::from(move |_: MouseEvent| {
            if *sure { on.emit(LibraryCommand::Delete(name.clone())) } else { sure.set(true) }
        })
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

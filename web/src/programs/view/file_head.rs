//! The head of a program pane: the open file, its arguments, whether it was edited, and who plays.

use lab_shared::trace::Role;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::side_name;
use crate::kit::view::icon::Icon;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::texts::use_texts_of;
use crate::programs::state::workspace::{SideFiles, WorkspaceEdit};
use crate::programs::texts as programs;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct FileHeadProps {
    /// Which pane.
    pub(crate) side: Role,
    pub(crate) files: SideFiles,
    /// Changes them.
    pub(crate) on_edit: Callback<WorkspaceEdit>,
    /// What is shown beside the pane's name.
    #[prop_or_default]
    pub(crate) children: Html,
}

#[component]
pub(crate) fn FileHead(props: &FileHeadProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().window;
    let FileHeadProps { side, files, on_edit, .. } = props;
    let (side, name) = (*side, side_name(*side));
    let title = match side {
        Role::Server => texts.server,
        Role::Client => texts.client,
    };
    let choices = files
        .all
        .iter()
        .map(|file| {
            let words = match file.title.as_str() {
                "" => file.name.clone(),
                title => format!("{title} · {}", file.name),
            };
            (file.name.clone().into(), words.into())
        })
        .collect::<Vec<_>>();
    let single = choices.len() == 1;
    let on_choose = on_edit.reform(move |at: usize| WorkspaceEdit::Open(side, at));
    let on_restore = on_edit.reform(move |_: MouseEvent| WorkspaceEdit::Restore(side));
    let on_main = on_edit.reform(move |_: MouseEvent| WorkspaceEdit::Main(side));
    let on_arguments = on_edit.reform(move |event: InputEvent| {
        let value = event.target_unchecked_into::<HtmlInputElement>().value();
        WorkspaceEdit::Arguments(side, value)
    });
    let wrong = files.split_arguments().err().map(texts.arguments_error);
    let other_main =
        files.main_file().filter(|main| files.main.is_some() && Some(*main) != files.open_file());
    let edited = files.open_file().is_some_and(|file| file.text != file.original);
    html! {
        <div class="pane-head half-head">
            <h2>{ title }</h2>
            { props.children.clone() }
            if single {
                <code class="half-file" data-testid={format!("file-{name}")}>{ &files.all[0].name }</code>
            } else if !choices.is_empty() {
                <SelectField
                    testid={format!("file-{name}")}
                    label={texts.file}
                    width={classes!("inline", "file")}
                    offer={Offer { choices, chosen: files.open, on_choose }}
                />
            }
            if !files.all.is_empty() {
                <input
                    class="arguments"
                    type="text"
                    autocomplete="off"
                    aria-label={texts.arguments}
                    placeholder={texts.arguments}
                    data-testid={format!("arguments-{name}")}
                    aria-invalid={wrong.map(|_| "true")}
                    title={wrong}
                    value={files.arguments.clone()}
                    oninput={on_arguments}
                />
            }
            if let Some(main) = other_main {
                <span class="half-main">
                    <span data-testid={format!("main-{name}")}>{ Icon::Run.html() }{ (texts.runs)(&main.name) }</span>
                    <button type="button" class="plain" data-testid={format!("run-this-{name}")} onclick={on_main}>{ texts.run_this }</button>
                </span>
            }
            if let Some(wrong) = wrong {
                <p class="arguments-error" role="alert" data-testid={format!("arguments-error-{name}")}>{ wrong }</p>
            }
            if edited {
                <button type="button" class="plain" data-testid={format!("restore-{name}")} onclick={on_restore}>
                    { texts.restore }
                </button>
            }
        </div>
    }
}

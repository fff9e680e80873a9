//! The list of named messages.

use lab_shared::language::Language;
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

use super::message_form::MessageForm;
use super::message_row::MessageRow;
use crate::assistant::state::compose::command::MessageCommand;
use crate::assistant::state::compose::import::ImportReport;
use crate::assistant::state::compose::messages::MessageList;
use crate::assistant::state::compose::{ComposeCommand, ComposeModel};
use crate::assistant::texts::messages;
use crate::kit::browser;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::texts::{use_language, use_texts_of};

#[derive(Debug, Clone, PartialEq, Properties)]
pub struct MessagesProps {
    /// The model.
    pub model: Snapshot<ComposeModel>,
    /// The names of the ends.
    pub ends: Vec<AttrValue>,
    /// Whether a message can be sent now.
    pub ready: bool,
    /// Carries out what the person does.
    pub on: Callback<ComposeCommand>,
}

/// The list.
#[component]
pub fn Messages(props: &MessagesProps) -> Html {
    let texts = use_texts_of::<messages::Messages>();
    let language = use_language();
    let on = {
        let on = props.on.clone();
        use_callback(on, |command: MessageCommand, on| on.emit(ComposeCommand::Messages(command)))
    };
    // The row that is dragged.
    let dragged = use_state_eq(|| None::<usize>);
    let on_drag = {
        let set = dragged.setter();
        use_callback((), move |row: Option<usize>, ()| set.set(row))
    };
    let list = &props.model.messages;
    let press = |command: MessageCommand| on.reform(move |_: MouseEvent| command.clone());
    let form = list.form.as_ref().map(|form| {
        html! {
            <MessageForm
                form={form.clone()}
                error={list.form_error()}
                ends={props.ends.clone()}
                groups={list.groups().into_iter().map(|group| group.to_owned().into()).collect::<Vec<AttrValue>>()}
                on={on.clone()}
            />
        }
    });
    let at = list.form.as_ref().and_then(|form| form.place);
    let rows = (0..list.all.len()).map(|place| {
        let message = &list.all[place];
        html! {
            <>
            { heading(list, place) }
            <MessageRow
                key={message.name.clone()}
                {place}
                last={list.all.len() - 1}
                message={message.clone()}
                conflict={list.key_conflict(place)}
                is_loaded={list.loaded.as_ref() == Some(&message.name)}
                ready={props.ready}
                dragged={*dragged}
                on_drag={on_drag.clone()}
                on={on.clone()}
            />
            if at == Some(place) { <li>{ form.clone() }</li> }
            </>
        }
    });
    html! {
        <section class="messages" aria-label={texts.title} data-testid="messages">
            <div class="messages-bar">
                <button type="button" class="plain is-small" data-testid="message-add" onclick={press(MessageCommand::Add)}>
                    { texts.add }
                </button>
                <ImportButton on={on.clone()} />
                <button
                    type="button"
                    class="plain is-small"
                    data-testid="message-export"
                    disabled={list.all.is_empty()}
                    onclick={press(MessageCommand::Export)}
                >
                    { texts.export }
                </button>
            </div>
            if at.is_none() { { form.clone() } }
            if let Some(report) = &list.report { { report_view(texts, language, report, press(MessageCommand::DismissReport)) } }
            if let Some((_, deleted)) = &list.deleted {
                <p class="messages-undo" role="status">
                    { (texts.deleted)(&deleted.name) }
                    <button type="button" class="link" data-testid="message-undo" onclick={press(MessageCommand::Undo)}>
                        { texts.undo }
                    </button>
                </p>
            }
            if list.all.is_empty() {
                <p class="empty">{ texts.empty }</p>
            } else {
                <ul class="messages-rows">{ for rows }</ul>
            }
        </section>
    }
}

/// The name of the group that begins with this message.
fn heading(list: &MessageList, place: usize) -> Html {
    let group = |place: usize| list.all[place].group.as_ref();
    let begins = place == 0 || group(place - 1) != group(place);
    match group(place).filter(|_| begins) {
        Some(group) => html! { <li class="messages-group"><h3>{ group }</h3></li> },
        None => html! {},
    }
}

fn report_view(
    texts: &'static messages::Messages,
    language: Language,
    report: &ImportReport,
    onclick: Callback<MouseEvent>,
) -> Html {
    let problems = report.problems.iter().map(|(place, problem)| {
        html! { <li>if !place.is_empty() { <b>{ place }</b>{ " · " } }{ problem.in_words(language) }</li> }
    });
    html! {
        <div class="messages-report" role="status" data-testid="import-report">
            <p>{ (texts.imported)(&report.file, report.added) }</p>
            if !report.problems.is_empty() {
                <p class="complaint">{ (texts.left_out)(report.problems.len()) }</p>
                <ul>{ for problems }</ul>
            }
            <button type="button" class="plain is-small" {onclick}>{ texts.dismiss }</button>
        </div>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct ImportButtonProps {
    on: Callback<MessageCommand>,
}

/// Opens a file with messages.
#[component]
fn ImportButton(props: &ImportButtonProps) -> Html {
    let texts = use_texts_of::<messages::Messages>();
    let onchange = use_callback(props.on.clone(), |event: Event, on| {
        let input: HtmlInputElement = event.target_unchecked_into();
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            read(file, on.clone());
        }
        // The same file can be opened again.
        input.set_value("");
    });
    html! {
        <label class="plain is-small messages-import" title={texts.import_about}>
            { texts.import }
            <input
                type="file"
                class="unseen"
                accept=".toml,.ini,.json,.txt"
                data-testid="message-import"
                aria-label={format!("{}: {}", texts.import, texts.import_about)}
                {onchange}
            />
        </label>
    }
}

fn read(file: File, on: Callback<MessageCommand>) {
    wasm_bindgen_futures::spawn_local(async move {
        // A file that cannot be read has no messages either.
        let bytes = browser::read_file(&file).await.unwrap_or_default();
        on.emit(MessageCommand::Import { name: file.name(), bytes });
    });
}

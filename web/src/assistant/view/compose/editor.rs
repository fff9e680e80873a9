//! One of the two editors: a field with what is written in it marked behind its characters.

use std::ops::Range;

use lab_shared::assistant::compose::Form;
use web_sys::{HtmlTextAreaElement, KeyboardEvent};
use yew::prelude::*;

use super::selection::{select, selected};
use crate::assistant::state::compose::ComposeCommand;
use crate::assistant::state::compose::linked::{EditorView, Mark, Part, Placed};
use crate::assistant::texts::compose;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::own_id::use_own_id;
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct EditorProps {
    /// What it writes.
    pub(super) form: Form,
    /// What it shows.
    pub(super) view: Snapshot<EditorView>,
    /// The mistake in what is written, with its words, if this editor has it.
    pub(super) wrong: Option<(Placed, String)>,
    /// What is selected, if the caret is in it.
    pub(super) selection: Option<Range<usize>>,
    /// Counts the moves of the caret that the person did not make.
    pub(super) caret_moves: u32,
    pub(super) on: Callback<ComposeCommand>,
}

#[component]
pub(super) fn Editor(props: &EditorProps) -> Html {
    let EditorProps { form, view, wrong, on, .. } = props;
    let texts = use_texts_of::<compose::Compose>();
    let id = use_own_id();
    let field = use_node_ref();
    use_caret(&field, props);
    let form = *form;
    let (label, hint, name) = match form {
        Form::Text => (texts.text, texts.text_hint, "text"),
        Form::Hex => (texts.hex, texts.hex_hint, "hex"),
    };
    let oninput = use_callback(on.clone(), move |event: InputEvent, on| {
        let field: HtmlTextAreaElement = event.target_unchecked_into();
        let caret = selected(&field).end;
        on.emit(ComposeCommand::Edit { form, text: field.value(), caret });
    });
    let report = use_callback(
        (on.clone(), props.selection.clone(), field.clone()),
        move |(): (), (on, before, field)| {
            let Some(field) = field.cast::<HtmlTextAreaElement>() else { return };
            let range = selected(&field);
            if before.as_ref() != Some(&range) {
                on.emit(ComposeCommand::Select { form, range });
            }
        },
    );
    let onkeydown = use_callback(on.clone(), |event: KeyboardEvent, on| {
        if let Some(command) = history_step(&event) {
            event.prevent_default();
            on.emit(command);
        }
    });
    let unfinished = wrong.as_ref().is_some_and(|(wrong, _)| wrong.unfinished);
    let class = classes!(
        "compose-field",
        wrong.as_ref().map(|_| if unfinished { "is-unfinished" } else { "is-wrong" }),
        (!view.is_editable()).then_some("is-fixed"),
    );
    let note = format!("{id}-note");
    html! {
        <div class="compose-editor" data-form={name}>
            <label for={id.clone()}>{ label }</label>
            <div {class}>
                <div class="compose-layers">
                    <pre aria-hidden="true">{ for layers(view) }{ "\n" }</pre>
                    <textarea
                        id={id.clone()}
                        ref={field.clone()}
                        data-testid={format!("compose-{name}")}
                        rows="1"
                        autocomplete="off"
                        autocapitalize="off"
                        spellcheck="false"
                        value={view.text.clone()}
                        readonly={!view.is_editable()}
                        placeholder={hint}
                        aria-invalid={wrong.as_ref().map(|_| "true")}
                        aria-describedby={note.clone()}
                        aria-keyshortcuts="Control+Enter ArrowUp ArrowDown"
                        {oninput}
                        {onkeydown}
                        onkeyup={report.reform(|_| ())}
                        onselect={report.reform(|_| ())}
                        onpointerup={report.reform(|_| ())}
                        onfocus={report.reform(|_| ())}
                    />
                </div>
            </div>
            <div class="compose-note" id={note} aria-live="polite">
                { match wrong {
                    Some((wrong, words)) => mistake(texts, wrong, words, &field),
                    None if view.left_out > 0 => html! { <p>{ (texts.left_out)(view.left_out) }</p> },
                    None if view.stale => html! { <p>{ texts.stale }</p> },
                    None => html! {},
                } }
            </div>
        </div>
    }
}

/// Puts the caret where the model has moved it.
#[hook]
fn use_caret(field: &NodeRef, props: &EditorProps) {
    let moved = use_mut_ref(|| props.caret_moves);
    let field = field.clone();
    use_effect_with((props.caret_moves, props.selection.clone()), move |(moves, selection)| {
        let is_new = moved.replace(*moves) != *moves;
        let field = field.cast::<HtmlTextAreaElement>().filter(|_| is_new);
        if let (Some(field), Some(selection)) = (field, selection) {
            select(&field, selection);
        }
    });
}

/// What Up and Down do at an end of the text. Within a text they move the caret.
fn history_step(event: &KeyboardEvent) -> Option<ComposeCommand> {
    if event.ctrl_key() || event.meta_key() || event.shift_key() || event.is_composing() {
        return None;
    }
    let command = match event.key().as_str() {
        "ArrowUp" => ComposeCommand::Older,
        "ArrowDown" => ComposeCommand::Newer,
        _ => return None,
    };
    let field: HtmlTextAreaElement = event.target_unchecked_into();
    let (text, range) = (field.value(), selected(&field));
    let at_end = range.is_empty() && (range.end == text.len() || range.end == 0);
    (event.alt_key() || at_end && !text.contains('\n')).then_some(command)
}

/// The text in pieces, the marked ones in colour.
fn layers(view: &EditorView) -> Vec<Html> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for (range, mark) in &view.marks {
        pieces.push(html! { { &view.text[at..range.start] } });
        let class = match mark {
            Mark::Field => "is-field",
            Mark::Escape => "is-escape",
            Mark::Invalid | Mark::Cut => "is-invalid",
            Mark::Wrong => "is-mistake",
        };
        pieces.push(html! { <mark {class}>{ &view.text[range.clone()] }</mark> });
        at = range.end;
    }
    pieces.push(html! { { &view.text[at..] } });
    pieces
}

fn mistake(texts: &'static compose::Compose, wrong: &Placed, words: &str, field: &NodeRef) -> Html {
    let class = if wrong.unfinished { "is-soft" } else { "complaint" };
    let onclick = {
        let (field, at) = (field.clone(), wrong.problem.at.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(field) = field.cast::<HtmlTextAreaElement>() {
                select(&field, &at);
            }
        })
    };
    html! {
        <p {class} data-testid="compose-mistake" data-at={wrong.problem.at.start.to_string()}>
            if wrong.part == Part::Text {
                <button type="button" class="link" title={texts.to_mistake} {onclick}>{ words }</button>
            } else {
                <b>{ (texts.part)(wrong.part) }</b>{ " · " }{ words }
            }
        </p>
    }
}

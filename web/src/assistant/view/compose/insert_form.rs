//! The form that makes a field and writes it into the message.

use lab_shared::text::to_hex;
use yew::prelude::*;

use super::insert_checksum::InsertChecksum;
use crate::assistant::state::compose::insert::{FieldKind, InsertEdit, InsertField};
use crate::assistant::state::compose::{ComposeCommand, ComposeModel};
use crate::assistant::texts::compose;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::text_input::TextInput;
use crate::kit::view::texts::{use_language, use_texts_of};

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct InsertMenuProps {
    pub(super) model: Snapshot<ComposeModel>,
    pub(super) on: Callback<ComposeCommand>,
}

#[component]
pub(super) fn InsertMenu(props: &InsertMenuProps) -> Html {
    let InsertMenuProps { model, on } = props;
    let texts = &use_texts_of::<compose::Compose>().insert;
    let form = &model.insert;
    let edit = on.reform(ComposeCommand::Insert);
    let onkeydown = use_callback(edit.clone(), |event: KeyboardEvent, edit| {
        if event.key() == "Escape" {
            edit.emit(InsertEdit::Toggle);
        }
    });
    if !form.is_open {
        return html! {};
    }
    let kinds = FieldKind::ALL.map(|kind| {
        segment((texts.kind)(kind), form.kind == kind, edit.reform(move |_| InsertEdit::Kind(kind)))
    });
    let places = [false, true].map(|at_end| {
        let words = texts.places[usize::from(at_end)];
        segment(words, form.at_end == at_end, edit.reform(move |_| InsertEdit::AtEnd(at_end)))
    });
    let ways = form.kind.ways().iter().map(|way| ((*way).into(), (texts.way_name)(way).into()));
    let way = Offer {
        choices: ways.collect(),
        chosen: form.way,
        on_choose: edit.reform(InsertEdit::Way),
    };
    let insert = on.reform(|_: MouseEvent| ComposeCommand::InsertField);
    html! {
        <div class="compose-insert" role="group" aria-label={texts.open} data-testid="insert" {onkeydown}>
            <div class="segments wide" role="group" aria-label={texts.open}>{ for kinds }</div>
            <p class="field-note">{ (texts.about)(form.kind) }</p>
            <div class="fields">
                if form.kind == FieldKind::Checksum {
                    <InsertChecksum model={model.clone()} on={edit.clone()} />
                }
                { for typed(form.kind).iter().map(|(field, testid)| input(model, texts, &edit, *field, testid)) }
                if form.has_range() {
                    { for RANGE.map(|(field, testid)| input(model, texts, &edit, field, testid)) }
                }
                <SelectField testid="insert-way" label={texts.way} offer={way} width={classes!("roomy")} />
            </div>
            if form.has_range() {
                <label class="check full">
                    <input
                        type="checkbox"
                        data-testid="insert-selected"
                        checked={form.selected}
                        disabled={model.selection.1.is_empty() && !form.selected}
                        onchange={edit.reform({ let on = !form.selected; move |_: Event| InsertEdit::Selected(on) })}
                    />
                    { texts.selected }
                </label>
            }
            <div class="compose-insert-foot">
                <div class="segments" role="group" aria-label={texts.place}>{ for places }</div>
                <Gives model={model.clone()} />
                <button type="button" class="key is-main" data-testid="insert-field" onclick={insert}>
                    { texts.insert }
                </button>
            </div>
        </div>
    }
}

/// The fields to type into, with their names for tests.
fn typed(kind: FieldKind) -> &'static [(InsertField, &'static str)] {
    match kind {
        FieldKind::Checksum | FieldKind::Time => &[],
        FieldKind::Length => &[(InsertField::Plus, "insert-plus")],
        FieldKind::Counter => &[
            (InsertField::Start, "insert-start"),
            (InsertField::Step, "insert-step"),
            (InsertField::Width, "insert-width"),
        ],
        FieldKind::Random => &[(InsertField::Bytes, "insert-bytes")],
    }
}

/// The ends of a range.
const RANGE: [(InsertField, &str); 2] =
    [(InsertField::From, "insert-from"), (InsertField::To, "insert-to")];

fn input(
    model: &ComposeModel,
    texts: &'static compose::Insert,
    on: &Callback<InsertEdit>,
    field: InsertField,
    testid: &'static str,
) -> Html {
    html! {
        <TextInput
            key={testid}
            {testid}
            label={(texts.field)(field)}
            value={model.insert.typed(field).to_owned()}
            width={classes!("narrow")}
            on_text={on.reform(move |text| InsertEdit::Type(field, text))}
        />
    }
}

pub(super) fn segment(words: &'static str, pressed: bool, onclick: Callback<MouseEvent>) -> Html {
    html! {
        <button key={words} type="button" aria-pressed={pressed.to_string()} {onclick}>{ words }</button>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct GivesProps {
    model: Snapshot<ComposeModel>,
}

/// The bytes that the field gives now, or what is wrong with it.
#[component]
fn Gives(props: &GivesProps) -> Html {
    let texts = &use_texts_of::<compose::Compose>().insert;
    let language = use_language();
    let preview = props.model.field_preview();
    html! {
        <p class="compose-gives" role="status" data-testid="insert-gives">
            { match preview {
                Some(Ok(bytes)) if !bytes.is_empty() => html! {
                    <>{ texts.gives }{ " " }<code>{ to_hex(&bytes[..bytes.len().min(16)]) }</code></>
                },
                Some(Err(problem)) => html! { <span class="complaint">{ problem.in_words(language) }</span> },
                Some(Ok(_)) | None => html! { { texts.gives_nothing } },
            } }
        </p>
    }
}

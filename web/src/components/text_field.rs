//! A labelled field to type into, with Python's complaint below it where there is one.

use lab_shared::errno::explain;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{use_language, use_texts_of};
use crate::i18n::controls::Controls;
use crate::state::drafts::{Drafts, Edit, Field};
use crate::state::prepare::{Mistake, Wrong};
use crate::state::snapshot::Snapshot;

/// What a field needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct TextFieldProps {
    /// Which field.
    pub(crate) field: Field,
    /// The group it stands in: a field may stand in several.
    pub(crate) group: &'static str,
    /// Its name for tests: `arg-…`.
    pub(crate) testid: &'static str,
    /// Its label.
    pub(crate) label: &'static str,
    /// What all fields hold.
    pub(crate) drafts: Snapshot<Drafts>,
    /// Takes what is typed.
    pub(crate) on_edit: Callback<Edit>,
    /// The group's mistake, shown if it is this field's.
    #[prop_or_default]
    pub(crate) mistake: Option<Mistake>,
    /// What stands there while it is empty.
    #[prop_or_default]
    pub(crate) placeholder: AttrValue,
    /// Its width: `wide`, `narrow`, or as it comes.
    #[prop_or_default]
    pub(crate) width: Classes,
    /// Whether digits are typed.
    #[prop_or_default]
    pub(crate) number: bool,
}

#[component]
pub(crate) fn TextField(props: &TextFieldProps) -> Html {
    let field = props.field;
    let oninput = use_callback(props.on_edit.clone(), move |event: InputEvent, on_edit| {
        let input: HtmlInputElement = event.target_unchecked_into();
        on_edit.emit(Edit::Text(field, input.value()));
    });
    let wrong = props.mistake.as_ref().filter(|mistake| mistake.field == field);
    let id = format!("{}-{}", props.group, props.testid);
    let complaint_id = format!("{id}-wrong");
    html! {
        <div class={classes!("field", props.width.clone(), wrong.map(|_| "is-wrong"))}>
            <label for={id.clone()}>{ props.label }</label>
            <input
                {id}
                data-testid={props.testid}
                type="text"
                inputmode={if props.number { "numeric" } else { "text" }}
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                placeholder={props.placeholder.clone()}
                value={props.drafts.text(field).to_owned()}
                aria-invalid={wrong.map(|_| "true")}
                aria-describedby={wrong.map(|_| complaint_id.clone())}
                {oninput}
            />
            if let Some(mistake) = wrong {
                <Complaint id={complaint_id} wrong={mistake.wrong.clone()} />
            }
        </div>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct ComplaintProps {
    id: AttrValue,
    wrong: Wrong,
}

#[component]
fn Complaint(props: &ComplaintProps) -> Html {
    let (texts, language) = (use_texts_of::<Controls>(), use_language());
    let (python, words) = match &props.wrong {
        Wrong::Raises(failure) => {
            let cause = explain(failure).map(|explained| explained.cause.get(language));
            (Some(failure.to_string()), cause.unwrap_or_default())
        }
        Wrong::NoVariable => (None, texts.no_variable),
        Wrong::VariableTaken => (None, texts.variable_taken),
        Wrong::TooLong => (None, texts.too_long),
    };
    html! {
        <p class="complaint" id={props.id.clone()} data-testid="complaint">
            if let Some(python) = python { <code>{ python }</code> }
            { words }
        </p>
    }
}

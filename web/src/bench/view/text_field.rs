//! A field of the calls' arguments, with Python's error below it.

use lab_shared::errno::explain;
use yew::prelude::*;

use crate::bench::state::call_form::{CallForm, Edit, Field};
use crate::bench::state::validate::{FieldError, FieldErrorKind};
use crate::bench::texts::controls::Controls;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::text_input::TextInput;
use crate::kit::view::texts::{use_language, use_texts_of};

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct TextFieldProps {
    /// Which field.
    pub(crate) field: Field,
    /// Its name for tests: `arg-…`.
    pub(crate) testid: &'static str,
    pub(crate) label: &'static str,
    /// What all fields hold.
    pub(crate) form: Snapshot<CallForm>,
    pub(crate) on_edit: Callback<Edit>,
    /// The group's error, shown if it is this field's.
    #[prop_or_default]
    pub(crate) error: Option<FieldError>,
    /// Its placeholder.
    #[prop_or_default]
    pub(crate) placeholder: AttrValue,
    /// Its width: `wide`, `narrow`, or its natural width.
    #[prop_or_default]
    pub(crate) width: Classes,
    /// Whether it takes digits only.
    #[prop_or_default]
    pub(crate) number: bool,
}

#[component]
pub(crate) fn TextField(props: &TextFieldProps) -> Html {
    let (texts, language) = (use_texts_of::<Controls>(), use_language());
    let field = props.field;
    let on_text = use_callback(props.on_edit.clone(), move |text, on_edit| {
        on_edit.emit(Edit::Text(field, text))
    });
    let error = props.error.as_ref().filter(|error| error.field == field);
    let (raises, wrong) = match error.map(|error| &error.kind) {
        None => (None, None),
        Some(FieldErrorKind::Raises(failure)) => {
            let cause = explain(failure).map(|explained| explained.cause.get(language));
            (Some(failure.to_string()), Some(cause.unwrap_or_default()))
        }
        Some(FieldErrorKind::NoVariable) => (None, Some(texts.no_variable)),
        Some(FieldErrorKind::VariableTaken) => (None, Some(texts.variable_taken)),
        Some(FieldErrorKind::TooLong) => (None, Some(texts.too_long)),
    };
    html! {
        <TextInput
            testid={props.testid}
            label={props.label}
            value={props.form.text(field).to_owned()}
            placeholder={props.placeholder.clone()}
            number={props.number}
            width={props.width.clone()}
            {raises}
            {wrong}
            {on_text}
        />
    }
}

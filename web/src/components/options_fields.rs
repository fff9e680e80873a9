//! Which half to shut down; which option to read or change.

use lab_shared::call::{How, KNOWN_OPTIONS};
use yew::prelude::*;

use super::control::FieldsProps;
use super::select_field::SelectField;
use super::socket_fields::position;
use super::text_field::TextField;
use crate::i18n::controls::Controls;
use crate::state::drafts::{Edit, Field};

/// The field of `shutdown`.
pub(crate) fn how_field(props: &FieldsProps, texts: &Controls) -> Html {
    let how = props.on_edit.reform(|at: usize| Edit::How(How::ALL[at]));
    html! {
        <SelectField
            group={props.group.name()}
            testid="arg-how"
            label={texts.how}
            choices={How::ALL.map(|how| (how.python_name().into(), how.python_name().into())).to_vec()}
            chosen={position(&How::ALL, props.drafts.how)}
            on_choose={how}
        />
    }
}

/// The fields of an option.
pub(crate) fn options_fields(props: &FieldsProps, texts: &Controls) -> Html {
    let group = props.group.name();
    let option = props.on_edit.reform(|at: usize| Edit::Option(&KNOWN_OPTIONS[at]));
    let field = |field: Field, testid: &'static str, label: &'static str| {
        html! {
            <TextField
                {field}
                {testid}
                {label}
                {group}
                width={classes!("narrow")}
                drafts={props.drafts.clone()}
                mistake={props.mistake.clone()}
                on_edit={props.on_edit.clone()}
            />
        }
    };
    html! {
        <>
            <SelectField
                {group}
                testid="arg-option"
                label={texts.option}
                width={classes!("wide")}
                choices={KNOWN_OPTIONS.iter().map(|known| (known.name.into(), known.name.into())).collect::<Vec<_>>()}
                chosen={KNOWN_OPTIONS.iter().position(|known| known == props.drafts.option).unwrap_or_default()}
                on_choose={option}
            />
            { field(Field::OptionValue, "arg-value", texts.value) }
            { field(Field::Buflen, "arg-buflen", texts.buflen) }
        </>
    }
}

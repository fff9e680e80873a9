//! Which half to shut down; which option to read or change.

use lab_shared::call::{How, SocketOption};
use yew::prelude::*;

use super::choice_field::ChoiceField;
use super::fields_props::FieldsProps;
use super::text_field::TextField;
use crate::i18n::controls::Controls;
use crate::state::drafts::{Edit, Field};

/// The field of `shutdown`.
pub(crate) fn how_field(props: &FieldsProps, texts: &Controls) -> Html {
    html! {
        <ChoiceField<How>
            group={props.group.name()}
            testid="arg-how"
            label={texts.how}
            chosen={props.drafts.how}
            on_choose={props.on_edit.reform(Edit::How)}
        />
    }
}

/// The fields of an option.
pub(crate) fn options_fields(props: &FieldsProps, texts: &Controls) -> Html {
    let group = props.group.name();
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
            <ChoiceField<&'static SocketOption>
                {group}
                testid="arg-option"
                label={texts.option}
                width={classes!("wide")}
                chosen={props.drafts.option}
                on_choose={props.on_edit.reform(Edit::Option)}
            />
            { field(Field::OptionValue, "arg-value", texts.value) }
            { field(Field::Buflen, "arg-buflen", texts.buflen) }
        </>
    }
}

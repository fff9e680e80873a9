//! The fields of shutdown and of the socket options.

use yew::prelude::*;

use super::fields_props::FieldsProps;
use super::text_field::TextField;
use crate::bench::state::call_choices::options_of;
use crate::bench::state::call_form::{Edit, Field};
use crate::bench::texts::controls::Controls;
use crate::kit::view::select_field::{Offer, SelectField};

/// The field of `shutdown`.
pub(crate) fn how_field(props: &FieldsProps, texts: &Controls) -> Html {
    html! {
        <SelectField
            testid="arg-how"
            label={texts.how}
            offer={Offer::of(&props.form.how, &props.on_edit, Edit::How)}
        />
    }
}

pub(crate) fn options_fields(props: &FieldsProps, texts: &Controls) -> Html {
    let field = |field: Field, testid: &'static str, label: &'static str| {
        html! {
            <TextField
                {field}
                {testid}
                {label}
                width={classes!("narrow")}
                form={props.form.clone()}
                error={props.error.clone()}
                on_edit={props.on_edit.clone()}
            />
        }
    };
    html! {
        <>
            <SelectField
                testid="arg-option"
                label={texts.option}
                width={classes!("wide")}
                offer={Offer::among(options_of(props.lab.system), &props.form.option, &props.on_edit, Edit::Option)}
            />
            { field(Field::OptionValue, "arg-value", texts.value) }
            { field(Field::Buflen, "arg-buflen", texts.buflen) }
        </>
    }
}

//! The family, type and variable of a new socket.

use yew::prelude::*;

use super::fields_props::FieldsProps;
use super::text_field::TextField;
use crate::bench::state::call_form::{Edit, Field};
use crate::bench::texts::controls::Controls;
use crate::kit::view::select_field::{Offer, SelectField};

pub(crate) fn socket_fields(props: &FieldsProps, texts: &Controls) -> Html {
    let field =
        |field: Field, testid: &'static str, label: &'static str, placeholder: AttrValue| {
            html! {
                <TextField
                    {field}
                    {testid}
                    {label}
                    {placeholder}
                    number={field == Field::Proto}
                    width={classes!("narrow")}
                    form={props.form.clone()}
                    error={props.error.clone()}
                    on_edit={props.on_edit.clone()}
                />
            }
        };
    let variable = AttrValue::from(props.lab.suggested_variable().to_string());
    // On a chosen side, the socket already filled in is the only one needed.
    html! {
        <details class="fold" open={props.lab.role.is_none()}>
            <summary data-testid="make-fields">{ texts.make_fields }</summary>
            <div class="fields">
                { field(Field::Variable, "arg-variable", texts.variable, variable) }
                <SelectField
                    testid="arg-family"
                    label={texts.family}
                    offer={Offer::of(&props.form.family, &props.on_edit, Edit::Family)}
                />
                <SelectField
                    testid="arg-type"
                    label={texts.kind}
                    width={classes!("roomy")}
                    offer={Offer::of(&props.form.kind, &props.on_edit, Edit::Kind)}
                />
                { field(Field::Proto, "arg-proto", texts.proto, "0".into()) }
            </div>
        </details>
    }
}

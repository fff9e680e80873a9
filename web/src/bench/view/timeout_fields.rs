//! How long later calls may block.

use yew::prelude::*;

use super::fields_props::FieldsProps;
use super::text_field::TextField;
use crate::bench::state::call_form::{Edit, Field};
use crate::bench::texts::controls::Controls;
use crate::kit::view::select_field::{Offer, SelectField};

pub(crate) fn timeout_fields(props: &FieldsProps, texts: &Controls) -> Html {
    html! {
        <>
            <TextField
                field={Field::Seconds}
                testid="arg-timeout"
                label={texts.seconds}
                placeholder="None"
                width={classes!("narrow")}
                form={props.form.clone()}
                error={props.error.clone()}
                on_edit={props.on_edit.clone()}
            />
            <SelectField
                testid="arg-blocking"
                label={texts.blocking}
                offer={Offer::of(&props.form.blocking, &props.on_edit, Edit::Blocking)}
            />
        </>
    }
}

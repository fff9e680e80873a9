//! The fields of an address to bind or to reach: host and port, or a path, by the family.

use lab_shared::call::Family;
use yew::prelude::*;

use super::fields_props::FieldsProps;
use super::text_field::TextField;
use crate::bench::state::call_form::Field;
use crate::bench::state::groups::Group;
use crate::bench::state::validate::family;
use crate::bench::texts::controls::Controls;

pub(crate) fn address_fields(props: &FieldsProps, texts: &Controls) -> Html {
    let local = props.group == Group::Local;
    let [host, host6, port, path] = if local {
        [Field::LocalHost, Field::LocalHost6, Field::LocalPort, Field::LocalPath]
    } else {
        [Field::PeerHost, Field::PeerHost6, Field::PeerPort, Field::PeerPath]
    };
    let field = |field: Field, testid: &'static str, label: &'static str, number: bool| {
        html! {
            <TextField
                {field}
                {testid}
                {label}
                {number}
                width={classes!(if number { "narrow" } else { "wide" })}
                form={props.form.clone()}
                error={props.error.clone()}
                on_edit={props.on_edit.clone()}
            />
        }
    };
    match family(&props.form, &props.lab) {
        Family::Unix => field(path, "arg-path", texts.path, false),
        version => html! {
            <>
                {
                    field(
                        if version == Family::Inet { host } else { host6 },
                        "arg-host",
                        texts.host,
                        false,
                    )
                }
                { field(port, "arg-port", texts.port, true) }
            </>
        },
    }
}

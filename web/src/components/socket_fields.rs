//! What a new socket is made of, and the variable it gets.

use lab_shared::call::{CallName, Family, SocketType};
use yew::prelude::*;

use super::control::FieldsProps;
use super::select_field::SelectField;
use super::text_field::TextField;
use crate::i18n::controls::Controls;
use crate::state::drafts::{Edit, Field};

/// The fields of `socket`.
pub(crate) fn socket_fields(props: &FieldsProps, texts: &Controls) -> Html {
    let group = props.group.name();
    let family = props.on_edit.reform(|at: usize| Edit::Family(Family::ALL[at]));
    let kind = props.on_edit.reform(|at: usize| Edit::Kind(SocketType::ALL[at]));
    let field =
        |field: Field, testid: &'static str, label: &'static str, placeholder: AttrValue| {
            html! {
                <TextField
                    {field}
                    {testid}
                    {label}
                    {group}
                    {placeholder}
                    number={field == Field::Proto}
                    width={classes!("narrow")}
                    drafts={props.drafts.clone()}
                    mistake={props.mistake.clone()}
                    on_edit={props.on_edit.clone()}
                />
            }
        };
    let variable = AttrValue::from(props.lab.suggested_variable(CallName::Socket));
    // Who plays a side needs no other socket than the one that is filled in.
    html! {
        <details class="fold" open={props.lab.role.is_none()}>
            <summary data-testid="make-fields">{ texts.make_fields }</summary>
            <div class="fields">
                { field(Field::Variable, "arg-variable", texts.variable, variable) }
                <SelectField
                    {group}
                    testid="arg-family"
                    label={texts.family}
                    choices={Family::ALL.map(|family| names(family.python_name())).to_vec()}
                    chosen={position(&Family::ALL, props.drafts.family)}
                    on_choose={family}
                />
                <SelectField
                    {group}
                    testid="arg-type"
                    label={texts.kind}
                    width={classes!("roomy")}
                    choices={SocketType::ALL.map(|kind| names(kind.python_name())).to_vec()}
                    chosen={position(&SocketType::ALL, props.drafts.kind)}
                    on_choose={kind}
                />
                { field(Field::Proto, "arg-proto", texts.proto, "0".into()) }
            </div>
        </details>
    }
}

fn names(python: &'static str) -> (AttrValue, AttrValue) {
    (python.into(), python.into())
}

/// Where `chosen` stands among `all`; the first where it is none of them.
pub(crate) fn position<T: PartialEq>(all: &[T], chosen: T) -> usize {
    all.iter().position(|one| *one == chosen).unwrap_or_default()
}

//! How long later calls may block.

use yew::prelude::*;

use super::control::FieldsProps;
use super::select_field::SelectField;
use super::text_field::TextField;
use crate::i18n::controls::Controls;
use crate::state::drafts::{Edit, Field};

/// The fields of a timeout.
pub(crate) fn timeout_fields(props: &FieldsProps, texts: &Controls) -> Html {
    let group = props.group.name();
    let blocking = props.on_edit.reform(|at: usize| Edit::Blocking(at == 0));
    html! {
        <>
            <TextField
                field={Field::Seconds}
                testid="arg-timeout"
                label={texts.seconds}
                placeholder="None"
                width={classes!("narrow")}
                {group}
                drafts={props.drafts.clone()}
                mistake={props.mistake.clone()}
                on_edit={props.on_edit.clone()}
            />
            <SelectField
                {group}
                testid="arg-blocking"
                label={texts.blocking}
                choices={vec![("True".into(), "True".into()), ("False".into(), "False".into())]}
                chosen={usize::from(!props.drafts.blocking)}
                on_choose={blocking}
            />
        </>
    }
}

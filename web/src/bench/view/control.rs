//! One group of calls: the fields they share, and a button for each.

use lab_shared::call::CallName;
use lab_shared::trace::unmet_precondition;
use yew::prelude::*;

use super::address_fields::address_fields;
use super::call_key::CallKey;
use super::close_keys::close_keys;
use super::content_fields::content_fields;
use super::fields_props::FieldsProps;
use super::flags_field::flags_field;
use super::options_fields::{how_field, options_fields};
use super::poll_fields::poll_fields;
use super::socket_fields::socket_fields;
use super::text_field::TextField;
use super::timeout_fields::timeout_fields;
use crate::bench::state::call_form::{CallForm, Edit, Field};
use crate::bench::state::command::ControlCommand;
use crate::bench::state::groups::Group;
use crate::bench::state::validate::validate;
use crate::bench::texts::close_methods::CloseMethods;
use crate::bench::texts::controls::Controls;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::command::use_command;
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::Lab;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ControlProps {
    pub(crate) group: Group,
    pub(crate) lab: Snapshot<Lab>,
    pub(crate) form: Snapshot<CallForm>,
    /// The call to press next.
    pub(crate) advised: Option<CallName>,
    pub(crate) on: Callback<ControlCommand>,
    /// The pointer or the focus is on a call.
    pub(crate) on_look: Callback<CallName>,
}

#[component]
pub(crate) fn Control(props: &ControlProps) -> Html {
    let (texts, close_methods) = (use_texts_of::<Controls>(), use_texts_of::<CloseMethods>());
    let ControlProps { group, lab, form, .. } = props;
    let target = lab.target_view();
    let kind = target.map_or(form.kind, |view| view.kind);
    let calls = group.calls(kind);
    let first = calls[0];
    let on_edit = use_command(&props.on, ControlCommand::Edit);
    let on_press = use_command(&props.on, ControlCommand::Press);
    let on_end = props.on.reform(ControlCommand::End);
    let onsubmit = use_callback(on_press.clone(), move |event: SubmitEvent, on_press| {
        event.prevent_default();
        on_press.emit(first);
    });
    let valid_call: Vec<_> = calls.iter().map(|call| (*call, validate(*call, form, lab))).collect();
    let error = valid_call.iter().find_map(|(_, valid_call)| valid_call.clone().err());
    let keys = valid_call.into_iter().map(|(call, valid_call)| {
        let has_socket = target.is_some() || !call.needs_socket();
        let python = valid_call.ok().map(|valid_call| AttrValue::from(valid_call.python(lab)));
        let unmet_precondition =
            target.filter(|_| call.needs_socket()).and_then(|view| unmet_precondition(view, call));
        html! {
            <CallKey
                key={call.as_str()}
                {call}
                {unmet_precondition}
                {python}
                advised={props.advised == Some(call)}
                enabled={lab.relay.is_ready() && has_socket}
                first={call == first}
                on_press={on_press.clone()}
                on_look={props.on_look.clone()}
            />
        }
    });
    html! {
        <form class="control" data-testid={format!("control-{}", group.name())} {onsubmit}>
            { fields(&FieldsProps {
                group: *group,
                lab: lab.clone(),
                form: form.clone(),
                error,
                on_edit,
            }, texts) }
            { for keys }
            if *group == Group::Close {
                { close_keys(lab, &on_end, &props.on_look, close_methods) }
            }
        </form>
    }
}

fn fields(props: &FieldsProps, texts: &Controls) -> Html {
    let number = |field: Field, testid: &'static str, label: &'static str| {
        html! {
            <TextField
                {field}
                {testid}
                {label}
                number=true
                width={classes!("beside")}
                form={props.form.clone()}
                error={props.error.clone()}
                on_edit={props.on_edit.clone()}
            />
        }
    };
    let fields = match props.group {
        Group::Make => socket_fields(props, texts),
        Group::Local | Group::Peer => address_fields(props, texts),
        Group::Backlog => number(Field::Backlog, "arg-backlog", texts.backlog),
        Group::Receive => html! {
            <>
                { number(Field::Bufsize, "arg-bufsize", texts.bufsize) }
                { flags_field(RECV_FLAGS, props.form.recv_flags, &props.on_edit.reform(Edit::RecvFlag), texts) }
            </>
        },
        Group::Content => content_fields(props, texts),
        Group::Shutdown => how_field(props, texts),
        Group::Timeout => timeout_fields(props, texts),
        Group::Options => options_fields(props, texts),
        Group::Poll => poll_fields(props, texts),
        Group::Accept
        | Group::Close
        | Group::Names
        | Group::Pair
        | Group::Lookup
        | Group::Unlink => return html! {},
    };
    html! { <div class="fields">{ fields }</div> }
}

const RECV_FLAGS: &[lab_shared::call::MsgFlags] = {
    use lab_shared::call::MsgFlags as F;
    &[F::PEEK, F::DONTWAIT, F::WAITALL, F::TRUNC, F::OOB]
};

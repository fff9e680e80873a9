//! The client's half played otherwise than by a program: by hand, or in a terminal.

use lab_shared::call::SocketId;
use lab_shared::trace::{Role, SocketState};
use yew::prelude::*;

use crate::bench::call_form_store::CallFormStore;
use crate::bench::state::call_form::Edit;
use crate::bench::state::nc::{connect_line, python_line};
use crate::bench::state::validate::ValidCall;
use crate::bench::view::bench::{use_end, use_press};
use crate::bench::view::controls::Controls;
use crate::kit::state::snapshot::Snapshot;
use crate::lab::state::Lab;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ByHandProps {
    /// What is known.
    pub(crate) lab: Snapshot<Lab>,
    /// A socket was chosen.
    pub(crate) on_target: Callback<SocketId>,
    /// Makes a call.
    pub(crate) on_call: Callback<ValidCall>,
}

/// The Bench's calls.
#[component]
pub(crate) fn ByHand(props: &ByHandProps) -> Html {
    let form = use_reducer(CallFormStore::default);
    let edit = form.dispatcher();
    let on_edit = use_callback((), move |change: Edit, ()| edit.dispatch(change));
    let begin = form.dispatcher();
    let on_begin =
        use_callback((), move |role: Option<Role>, ()| begin.dispatch(Edit::Begin(role)));
    let on_end = use_end(props.lab.target, &props.on_call);
    let on_press = use_press(&props.lab, &props.on_call, &form);
    html! {
        <div class="by-hand">
            <Controls
                lab={props.lab.clone()}
                form={form.0.clone()}
                begun=false
                advised={None}
                {on_edit}
                {on_begin}
                on_target={props.on_target.clone()}
                {on_press}
                {on_end}
            />
        </div>
    }
}

/// The lines for a terminal that reach whatever listens, the newest first.
pub(crate) fn terminal_lines(lab: &Lab) -> Vec<AttrValue> {
    let listens = lab.timeline.sockets().rev().filter(|view| view.state == SocketState::Listening);
    let Some(address) = listens.filter_map(|view| view.local.as_ref()).next() else {
        return vec![];
    };
    [Some(connect_line(address)), python_line(address)]
        .into_iter()
        .flatten()
        .map(Into::into)
        .collect()
}

//! The client's half played otherwise than by a program: by hand, or in a terminal.

use lab_shared::call::SocketId;
use lab_shared::trace::{Role, SocketState};
use yew::prelude::*;

use super::bench::{use_end, use_press};
use super::draft_store::DraftStore;
use crate::components::Controls;
use crate::state::drafts::Edit;
use crate::state::lab::Lab;
use crate::state::nc::{connect_line, python_line};
use crate::state::prepare::Prepared;
use crate::state::snapshot::Snapshot;

/// What the calls by hand need.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct ByHandProps {
    /// What is known.
    pub(super) lab: Snapshot<Lab>,
    /// A socket was chosen.
    pub(super) on_target: Callback<SocketId>,
    /// Makes a call.
    pub(super) on_call: Callback<Prepared>,
}

/// The Bench's calls.
#[component]
pub(super) fn ByHand(props: &ByHandProps) -> Html {
    let drafts = use_reducer(DraftStore::default);
    let edit = drafts.dispatcher();
    let on_edit = use_callback((), move |change: Edit, ()| edit.dispatch(change));
    let begin = drafts.dispatcher();
    let on_begin =
        use_callback((), move |role: Option<Role>, ()| begin.dispatch(Edit::Begin(role)));
    let on_end = use_end(props.lab.target, &props.on_call);
    let on_press = use_press(&props.lab, &props.on_call, &drafts);
    html! {
        <div class="by-hand">
            <Controls
                lab={props.lab.clone()}
                drafts={drafts.0.clone()}
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
pub(super) fn terminal_lines(lab: &Lab) -> Vec<AttrValue> {
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

//! The client's half played otherwise than by a program: by hand, or in a terminal.

use lab_shared::trace::{Role, SocketState, Timeline};
use yew::prelude::*;

use crate::bench::draft_store::DraftStore;
use crate::bench::state::drafts::Edit;
use crate::bench::state::nc::{connect_line, python_line};
use crate::bench::view::bench::{use_end, use_press};
use crate::bench::view::controls::Controls;
use crate::kit::state::snapshot::Snapshot;
use crate::lab::state::{Lab, LabCommand};

/// What the calls by hand need.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ByHandProps {
    /// What is known.
    pub(crate) lab: Snapshot<Lab>,
    /// Carries out what the person does.
    pub(crate) on_lab: Callback<LabCommand>,
}

/// The Bench's calls.
#[component]
pub(crate) fn ByHand(props: &ByHandProps) -> Html {
    let drafts = use_reducer(DraftStore::default);
    let edit = drafts.dispatcher();
    let on_edit = use_callback((), move |change: Edit, ()| edit.dispatch(change));
    let begin = drafts.dispatcher();
    let on_begin =
        use_callback((), move |role: Option<Role>, ()| begin.dispatch(Edit::Begin(role)));
    let on_end = use_end(props.lab.target, &props.on_lab);
    let on_press = use_press(&props.lab, &props.on_lab, &drafts);
    html! {
        <div class="by-hand">
            <Controls
                lab={props.lab.clone()}
                drafts={drafts.0.clone()}
                begun=false
                advised={None}
                {on_edit}
                {on_begin}
                on_lab={props.on_lab.clone()}
                {on_press}
                {on_end}
            />
        </div>
    }
}

/// The lines for a terminal that reach whatever listens, the newest first.
pub(crate) fn terminal_lines(timeline: &Timeline) -> Vec<AttrValue> {
    let listens = timeline.sockets().rev().filter(|view| view.state == SocketState::Listening);
    let Some(address) = listens.filter_map(|view| view.local.as_ref()).next() else {
        return vec![];
    };
    [Some(connect_line(address)), python_line(address)]
        .into_iter()
        .flatten()
        .map(Into::into)
        .collect()
}

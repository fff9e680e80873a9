//! The client's half played otherwise than by a program: by hand, or in a terminal.

use lab_shared::call::{Address, CallId, SocketId};
use lab_shared::trace::{Role, SocketState};
use yew::prelude::*;

use super::bench::{use_end, use_press};
use super::draft_store::DraftStore;
use super::workspace::WorkHands;
use crate::components::Controls;
use crate::components::program::ProgramHands;
use crate::drivers::program::ProgramDriver;
use crate::state::desk::Order;
use crate::state::drafts::Edit;
use crate::state::lab::Lab;
use crate::state::nc::connect_line;
use crate::state::prepare::Prepared;
use crate::state::program::message::ToWorker;
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
    let mut lines = vec![connect_line(address).into()];
    if let Address::Inet { host, port, .. } = address {
        let host = if host == "0.0.0.0" { "127.0.0.1" } else { host };
        let python = format!(
            "python3 -i -c 'import socket; s = socket.create_connection((\"{host}\", {port}))'"
        );
        lines.push(python.into());
    }
    lines
}

/// What a person's hands need in a place with programs.
#[derive(Clone, PartialEq)]
pub(super) struct WorkTools {
    /// Runs programs.
    pub(super) driver: ProgramDriver,
    /// A socket was chosen.
    pub(super) on_target: Callback<SocketId>,
    /// Makes a call by hand.
    pub(super) on_call: Callback<Prepared>,
    /// Ends a blocked call.
    pub(super) on_cancel: Callback<CallId>,
    /// The kernel is looked at, or no more.
    pub(super) on_look: Callback<bool>,
}

/// The hands.
#[hook]
pub(super) fn use_work_hands(tools: &WorkTools) -> WorkHands {
    let WorkTools { driver, on_target, on_call, on_cancel, on_look } = tools.clone();
    WorkHands { programs: use_program_hands(&driver), on_target, on_call, on_cancel, on_look }
}

/// What a person does with programs, wired to their driver.
#[hook]
fn use_program_hands(driver: &ProgramDriver) -> ProgramHands {
    let on_order = use_callback(driver.clone(), |(side, order): (Role, Order), driver| {
        driver.run(side, order);
    });
    let on_stop = use_callback(driver.clone(), |side: Role, driver| driver.stop(side));
    let on_tell = use_callback(driver.clone(), |(side, message): (Role, ToWorker), driver| {
        driver.tell(side, &message);
    });
    let on_input = use_callback(driver.clone(), |(side, line): (Role, String), driver| {
        driver.input(side, line)
    });
    let on_pace =
        use_callback(driver.clone(), |(side, pace): (Role, u32), driver| driver.pace(side, pace));
    let on_breakpoints =
        use_callback(driver.clone(), |(side, file, lines): (Role, String, Vec<u32>), driver| {
            driver.breakpoints(side, &file, lines);
        });
    let on_prepare = use_callback(driver.clone(), |(), driver| driver.prepare());
    let (on_edit, on_run) = (Callback::noop(), Callback::noop());
    ProgramHands {
        on_edit,
        on_run,
        on_order,
        on_stop,
        on_tell,
        on_input,
        on_pace,
        on_breakpoints,
        on_prepare,
    }
}

//! The fields of the calls as the page keeps them.

use yew::prelude::*;

use super::state::call_form::CallForm;
use super::state::command::ControlCommand;
use crate::kit::browser::use_store;
use crate::kit::state::snapshot::Snapshot;
use crate::lab::state::{Lab, LabCommand};

/// The fields of a place. The controls' commands change them, and `on_lab` receives the lab commands that
/// follow.
#[hook]
pub(crate) fn use_call_form(
    lab: &Snapshot<Lab>,
    on_lab: &Callback<LabCommand>,
) -> (Snapshot<CallForm>, Callback<ControlCommand>) {
    let (form, store) = use_store(CallForm::default);
    let needed = (store, lab.clone(), on_lab.clone());
    let on_control = use_callback(needed, |command: ControlCommand, (store, lab, on_lab)| {
        let commands = store.update_at_once(|form| form.handle(command, lab));
        commands.into_iter().for_each(|command| on_lab.emit(command));
    });
    (form, on_control)
}

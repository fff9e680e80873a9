//! The client's pane without a program: the client is played by hand, or in a terminal.

use yew::prelude::*;

use crate::bench::call_form_store::use_call_form;
use crate::bench::view::controls::Controls;
use crate::kit::state::snapshot::Snapshot;
use crate::lab::state::{Lab, LabCommand};

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
    // A side that is taken here fills the fields, and is none that the lab is played from.
    let on_lab = use_callback(props.on_lab.clone(), |command: LabCommand, on_lab| {
        if !matches!(command, LabCommand::Begin(_)) {
            on_lab.emit(command);
        }
    });
    let (form, on) = use_call_form(&props.lab, &on_lab);
    html! {
        <div class="by-hand">
            <Controls lab={props.lab.clone()} {form} begun=false advised={None} {on} />
        </div>
    }
}

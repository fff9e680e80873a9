//! The pane on the right: the sockets at the moment that the page shows.

use yew::prelude::*;

use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::shown::Shown;
use crate::lab::state::LabCommand;
use crate::recording::view::Past;
use crate::sockets::view::sockets::Sockets;

/// What the pane needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct RightPaneProps {
    /// Which moment is shown.
    pub past: Past,
    /// Carries out what the person does.
    pub on_lab: Callback<LabCommand>,
}

/// The pane.
#[component]
pub fn RightPane(props: &RightPaneProps) -> Html {
    let (past, lab) = (&props.past, &props.past.lab);
    html! {
        <ContextProvider<Shown> context={past.moment()}>
            <Sockets
                timeline={Snapshot::from(&lab.timeline)}
                names={Snapshot::from(&lab.names)}
                target={lab.target}
                on_lab={past.unless_past(&props.on_lab)}
            />
        </ContextProvider<Shown>>
    }
}

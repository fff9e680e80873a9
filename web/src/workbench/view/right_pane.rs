//! The right pane: the sockets at the displayed moment.

use yew::prelude::*;

use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::displayed_time::DisplayedTime;
use crate::lab::state::LabCommand;
use crate::recording::view::Playback;
use crate::sockets::view::sockets::Sockets;

/// What the pane needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct RightPaneProps {
    /// The displayed moment and its commands.
    pub playback: Playback,
    /// Carries out what the person does.
    pub on_lab: Callback<LabCommand>,
}

/// The pane.
#[component]
pub(crate) fn RightPane(props: &RightPaneProps) -> Html {
    let (playback, lab) = (&props.playback, &props.playback.lab);
    html! {
        <ContextProvider<DisplayedTime> context={playback.displayed_time()}>
            <Sockets
                timeline={Snapshot::from(&lab.timeline)}
                variables={Snapshot::from(&lab.variables)}
                network={Snapshot::from(&lab.network)}
                target={lab.target}
                on_lab={playback.unless_replaying(&props.on_lab)}
            />
        </ContextProvider<DisplayedTime>>
    }
}

//! The lanes of one row: a line for each open socket, a dot on the one of the call.

use yew::prelude::*;

use crate::timeline::state::lanes::{Lane, LaneRow, Reach};

/// How many colours lanes have.
const COLOURS: u32 = 6;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct LanesViewProps {
    pub(crate) lanes: LaneRow,
}

#[component]
pub(crate) fn LanesView(props: &LanesViewProps) -> Html {
    let here = |cell: &Option<Lane>| cell.is_some_and(|lane| lane.here);
    let first = props.lanes.iter().position(here);
    let last = props.lanes.iter().rposition(here);
    // accept is on two lanes: a branch leads from the listening socket to the new one.
    let branch = first.zip(last).filter(|(first, last)| first != last).map(|(first, last)| {
        html! { <i class="branch" style={format!("--from: {first}; --to: {last}")}></i> }
    });
    let cells = props.lanes.iter().enumerate().map(|(column, cell)| {
        let lane = cell.map(|lane| {
            html! {
                <i
                    class={classes!("lane", reach_class(lane.reach), lane.here.then_some("is-here"))}
                    style={lane_colour(lane.socket.0)}
                ></i>
            }
        });
        html! { <span key={column} class="lane-cell">{ lane }</span> }
    });
    html! { <span class="lanes" aria-hidden="true">{ for cells }{ branch }</span> }
}

/// The colour of a socket's lane, as a style.
pub(crate) fn lane_colour(socket: u32) -> String {
    format!("--lane: var(--lane-{})", socket.wrapping_sub(1) % COLOURS + 1)
}

fn reach_class(reach: Reach) -> &'static str {
    match reach {
        Reach::Through => "is-through",
        Reach::Down => "is-down",
        Reach::Up => "is-up",
    }
}

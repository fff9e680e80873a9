//! The timeline's filter: a search, and the choice of a socket.

use lab_shared::call::{PythonNames, SocketId};
use lab_shared::trace::Timeline;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::network::Network;
use crate::lab::state::variables::Variables;
use crate::lab::view::host_tag::with_host;
use crate::timeline::state::filter::Filter;
use crate::timeline::texts as timeline;

/// Most sockets to choose from: those made last.
const MAX_CHOICES: usize = 60;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct TimelineFilterProps {
    pub(crate) timeline: Snapshot<Timeline>,
    pub(crate) variables: Snapshot<Variables>,
    pub(crate) network: Snapshot<Network>,
    pub(crate) filter: Filter,
    /// How many calls it lets through.
    pub(crate) found: usize,
    pub(crate) on_filter: Callback<Filter>,
}

#[component]
pub(crate) fn TimelineFilter(props: &TimelineFilterProps) -> Html {
    let texts = use_texts_of::<timeline::Timeline>();
    let TimelineFilterProps { timeline, variables, network, filter, .. } = props;
    let oninput = {
        let (filter, on_filter) = (filter.clone(), props.on_filter.clone());
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            on_filter.emit(Filter { search: input.value(), ..filter.clone() });
        })
    };
    let all = timeline.sockets().len();
    let sockets: Vec<SocketId> =
        timeline.sockets().skip(all.saturating_sub(MAX_CHOICES)).map(|view| view.id).collect();
    let onchange = {
        let (filter, on_filter, sockets) =
            (filter.clone(), props.on_filter.clone(), sockets.clone());
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            // The first choice is every socket.
            let at = usize::try_from(select.selected_index()).ok().and_then(|at| at.checked_sub(1));
            let socket = at.and_then(|at| sockets.get(at).copied());
            on_filter.emit(Filter { socket, ..filter.clone() });
        })
    };
    let choices = sockets.iter().map(|socket| {
        let variable = variables.variable(*socket).to_string();
        html! {
            <option key={socket.0} value={variable.clone()} selected={filter.socket == Some(*socket)}>
                { with_host(variable, network.host_of(*socket)) }
            </option>
        }
    });
    html! {
        <div class="timeline-filter" role="search">
            <input
                type="search"
                value={filter.search.clone()}
                placeholder={texts.search_hint}
                aria-label={texts.search}
                autocomplete="off"
                spellcheck="false"
                data-testid="timeline-search"
                {oninput}
            />
            <select aria-label={texts.socket} data-testid="timeline-socket" {onchange}>
                <option key="any" value="" selected={filter.socket.is_none()}>{ texts.any_socket }</option>
                { for choices }
            </select>
            if !filter.is_open() {
                <span role="status" data-testid="timeline-found">
                    { (texts.found)(props.found, timeline.calls().len()) }
                </span>
            }
        </div>
    }
}

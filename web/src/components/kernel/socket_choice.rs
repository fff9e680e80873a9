//! The choice of the socket whose kernel side is shown.

use lab_shared::call::SocketId;
use lab_shared::kernel::TcpState;
use yew::prelude::*;

use crate::components::lanes_view::lane_colour;
use crate::components::use_texts;
use crate::state::kernel::Chip;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct SocketChoiceProps {
    /// The sockets to choose from.
    pub(super) chips: Vec<Chip>,
    /// The one shown.
    pub(super) chosen: Option<SocketId>,
    /// Takes another.
    pub(super) on_choose: Callback<SocketId>,
}

#[component]
pub(super) fn SocketChoice(props: &SocketChoiceProps) -> Html {
    let texts = use_texts().kernel;
    let chips = props.chips.iter().map(|chip| {
        let socket = chip.socket;
        html! {
            <button
                key={socket.0}
                type="button"
                class={classes!("chip", chip.closed.then_some("is-over"))}
                style={lane_colour(socket.0)}
                aria-pressed={(props.chosen == Some(socket)).to_string()}
                data-testid="kernel-socket"
                data-variable={chip.variable.clone()}
                data-state={chip.state.map(TcpState::as_str)}
                onclick={props.on_choose.reform(move |_: MouseEvent| socket)}
            >
                <code>{ chip.variable.clone() }</code>
                if let Some(state) = chip.state { <small>{ state.as_str() }</small> }
            </button>
        }
    });
    html! { <div class="chips" role="group" aria-label={texts.sockets}>{ for chips }</div> }
}

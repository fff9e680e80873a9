//! The choice of the socket that the kernel's panes show.

use lab_shared::call::SocketId;
use lab_shared::kernel::TcpState;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::kernel::state::Chip;
use crate::kernel::texts as kernel;
use crate::kit::view::texts::use_texts_of;
use crate::lab::view::host_tag::host_tag;
use crate::timeline::view::lanes_view::lane_colour;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct SocketChoiceProps {
    /// The sockets to choose from.
    pub(super) chips: Vec<Chip>,
    /// The one shown.
    pub(super) chosen: Option<SocketId>,
    pub(super) on_choose: Callback<SocketId>,
}

#[component]
pub(super) fn SocketChoice(props: &SocketChoiceProps) -> Html {
    let texts = use_texts_of::<kernel::Kernel>();
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
                { host_tag(chip.host.as_ref()) }
                if let Some(state) = chip.state { <small>{ state.as_str() }</small> }
            </button>
        }
    });
    let row = use_node_ref();
    let at = props.chips.iter().position(|chip| props.chosen == Some(chip.socket));
    use_effect_with((row.clone(), at), |(row, at)| bring_into_view(row, *at));
    html! { <div class="chips" role="group" aria-label={texts.sockets} ref={row}>{ for chips }</div> }
}

/// Scrolls the row until its chip number `at` is in view.
fn bring_into_view(row: &NodeRef, at: Option<usize>) {
    let Some(row) = row.cast::<HtmlElement>() else { return };
    let chip = at.and_then(|at| row.children().item(u32::try_from(at).ok()?));
    let Some(chip) = chip.and_then(|chip| chip.dyn_into::<HtmlElement>().ok()) else { return };
    let (left, right) = (chip.offset_left(), chip.offset_left() + chip.offset_width());
    if left < row.scroll_left() {
        row.set_scroll_left(left);
    } else if right > row.scroll_left() + row.client_width() {
        row.set_scroll_left(right - row.client_width());
    }
}

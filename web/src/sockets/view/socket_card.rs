//! One socket: its variable, descriptor, addresses, state, bytes, and the calls pending on it.

use lab_shared::network::HostName;
use lab_shared::trace::{CallRecord, SocketState, SocketView};
use yew::prelude::*;

use super::card_facts::{CardAddresses, CardFacts};
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::LabCommand;
use crate::lab::view::host_tag::host_tag;
use crate::lab::view::selection::Hovered;
use crate::sockets::texts as sockets;
use crate::timeline::view::lanes_view::lane_colour;
use crate::timeline::view::outcome_view::CallTimes;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct SocketCardProps {
    pub(crate) view: SocketView,
    pub(crate) variable: AttrValue,
    /// The variable of the listening socket it was accepted from.
    pub(crate) listener: Option<AttrValue>,
    /// The host that it is on; `None` on the relay's machine.
    pub(crate) host: Option<HostName>,
    /// Whether the controls act on it.
    pub(crate) is_target: bool,
    /// Whether the person points at it.
    pub(crate) hovered: bool,
    /// The person points at it, or at nothing.
    pub(crate) on_hover: Callback<Hovered>,
    /// The calls pending on it.
    pub(crate) pending: Vec<CallRecord>,
    /// How many more are pending.
    pub(crate) more: usize,
    pub(crate) on_lab: Callback<LabCommand>,
}

#[component]
pub(crate) fn SocketCard(props: &SocketCardProps) -> Html {
    let texts = use_texts_of::<sockets::Sockets>();
    let view = &props.view;
    let id = view.id;
    let onclick = use_callback(props.on_lab.clone(), move |_: MouseEvent, on_lab| {
        on_lab.emit(LabCommand::Target(id));
    });
    let pending = props.pending.iter().map(|record| {
        html! {
            <li key={record.id.0}>
                <code>{ record.op.name().as_str() }</code>
                <CallTimes record={record.clone()} on_lab={props.on_lab.clone()} />
            </li>
        }
    });
    let hover = |to: Hovered| props.on_hover.reform(move |_: MouseEvent| to);
    let onmouseenter = hover(Hovered { socket: Some(id), call: None });
    let onmouseleave = hover(Hovered::default());
    // Calls in progress keep a closed socket; only a lost relay takes them with it.
    let kept = view.state == SocketState::Closed && !props.pending.is_empty();
    let (state, words) = if kept {
        ("kept-by-calls", texts.kept_by_calls)
    } else {
        (state_name(view.state), (texts.state)(view.state))
    };
    let classes = classes!(
        "card",
        props.is_target.then_some("is-target"),
        props.hovered.then_some("is-marked"),
        (!view.state.is_open() && !kept).then_some("is-over"),
        (!props.pending.is_empty()).then_some("is-pending"),
    );
    html! {
        <article
            class={classes}
            style={lane_colour(id.0)}
            data-testid="socket-card"
            data-variable={props.variable.clone()}
            data-state={state}
            {onclick}
            {onmouseenter}
            {onmouseleave}
        >
            <button
                type="button"
                class="card-head"
                data-testid="card-target"
                aria-pressed={props.is_target.to_string()}
                title={if props.is_target { texts.is_target } else { texts.make_target }}
            >
                <span>
                    <code class="card-name">{ props.variable.clone() }</code>
                    { host_tag(props.host.as_ref()) }
                </span>
                <span class="state" data-testid="socket-state">{ words }</span>
            </button>
            <p class="card-made">
                <span title={texts.descriptor} data-testid="socket-fd">{ format!("fd {}", view.fileno) }</span>
                <span>{ short(view.family.python_name()) }</span>
                <span>{ short(view.kind.python_name()) }</span>
                if let Some(listener) = &props.listener {
                    <span>{ texts.accepted_from }{ " " }<code>{ listener.clone() }</code></span>
                }
            </p>
            <CardAddresses view={view.clone()} />
            <CardFacts view={view.clone()} />
            if !props.pending.is_empty() {
                <ul class="card-pending">
                    { for pending }
                    if props.more > 0 { <li data-testid="pending-more">{ (texts.more_pending)(props.more) }</li> }
                </ul>
            }
        </article>
    }
}

/// `AF_INET` and `SOCK_STREAM` without their prefixes.
fn short(python: &'static str) -> &'static str {
    python.trim_start_matches("AF_").trim_start_matches("SOCK_")
}

fn state_name(state: SocketState) -> &'static str {
    match state {
        SocketState::Created => "created",
        SocketState::Bound => "bound",
        SocketState::Listening => "listening",
        SocketState::Connecting => "connecting",
        SocketState::Connected => "connected",
        SocketState::PeerClosed => "peer-closed",
        SocketState::Reset => "reset",
        SocketState::Closed => "closed",
        SocketState::Gone => "gone",
    }
}

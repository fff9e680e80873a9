//! A place without a network: what one is, and how to get one, or why there is none.

use lab_shared::network::{NetworkCommand, NetworkPlan, NetworkState};
use yew::prelude::*;

use super::Denied;
use super::join_form::JoinForm;
use crate::kit::view::texts::use_texts_of;
use crate::network::texts::pane::Pane;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct EmptyProps {
    /// What the relay offers; `None` while there is none.
    pub(super) offered: Option<NetworkState>,
    /// Whether the page shows an earlier moment.
    pub(super) past: bool,
    pub(super) on: Callback<NetworkCommand>,
}

#[component]
pub(super) fn Empty(props: &EmptyProps) -> Html {
    let texts = use_texts_of::<Pane>();
    let body = match props.offered {
        _ if props.past => {
            html! { <p class="network-lead" data-testid="network-none">{ texts.none }</p> }
        }
        None => html! { <p class="network-lead">{ texts.no_relay }</p> },
        Some(NetworkState::Unknown) => {
            html! { <p class="network-lead" data-testid="network-unknown">{ texts.unknown }</p> }
        }
        Some(NetworkState::Denied(why)) => html! { <Denied {why} /> },
        Some(NetworkState::Offered(_)) => html! { <Offered on={props.on.clone()} /> },
    };
    html! {
        <div class="network-empty" data-testid="network-empty">
            <svg class="network-sketch" viewBox="0 0 240 72" aria-hidden="true" focusable="false">
                <rect x="2" y="10" width="72" height="52" rx="9" />
                <rect x="166" y="10" width="72" height="52" rx="9" />
                <path class="sketch-cable" d="M74 36 H166" />
                <path class="sketch-packet" d="M100 28 h22 l6 8 l-6 8 h-22 z" />
                <path class="sketch-lines" d="M14 24 h26 M14 34 h40 M14 44 h34 M178 24 h26 M178 34 h40 M178 44 h34" />
            </svg>
            <p class="network-lead">{ texts.lead }</p>
            { body }
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct OfferedProps {
    on: Callback<NetworkCommand>,
}

#[component]
fn Offered(props: &OfferedProps) -> Html {
    let texts = use_texts_of::<Pane>();
    let open = props.on.reform(|_: MouseEvent| NetworkCommand::Open(NetworkPlan::pair()));
    html! {
        <>
            <button type="button" class="network-open" data-testid="network-open" onclick={open}>{ texts.make }</button>
            <JoinForm lead={texts.join_lead} on={props.on.clone()} />
        </>
    }
}

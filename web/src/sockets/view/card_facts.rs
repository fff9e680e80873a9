//! A socket's addresses, and its numbers: bytes, backlog, timeout, what is shut down.

use lab_shared::call::Address;
use lab_shared::trace::SocketView;
use yew::prelude::*;

use crate::kit::state::format::count;
use crate::kit::view::texts::use_texts_of;
use crate::sockets::texts as sockets;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct CardFactsProps {
    pub(crate) view: SocketView,
}

#[component]
pub(crate) fn CardAddresses(props: &CardFactsProps) -> Html {
    let texts = use_texts_of::<sockets::Sockets>();
    let address = |address: &Option<Address>| match address {
        Some(address) => html! { <code>{ address.to_string() }</code> },
        None => html! { <span class="none">{ texts.no_address }</span> },
    };
    html! {
        <dl class="card-addresses">
            <dt>{ texts.local }</dt>
            <dd>
                <span data-testid="socket-local">{ address(&props.view.local) }</span>
                if props.view.is_wildcard_kept_to_loopback() {
                    <span class="loopback-only" title={texts.loopback_only_why}>
                        { texts.loopback_only }
                    </span>
                }
            </dd>
            <dt>{ texts.peer }</dt>
            <dd data-testid="socket-peer">{ address(&props.view.peer) }</dd>
        </dl>
    }
}

#[component]
pub(crate) fn CardFacts(props: &CardFactsProps) -> Html {
    let texts = use_texts_of::<sockets::Sockets>();
    let view = &props.view;
    let backlog = view.backlog.map(|backlog| backlog.map_or("default".into(), |n| n.to_string()));
    let shut = match (view.can_receive, view.can_send) {
        (true, true) => None,
        (false, true) => Some("SHUT_RD"),
        (true, false) => Some("SHUT_WR"),
        (false, false) => Some("SHUT_RDWR"),
    };
    html! {
        <p class="card-facts">
            <span class="is-in" title={texts.received} data-testid="bytes-in">
                <i aria-hidden="true">{ "←" }</i>{ count(view.bytes_in) }{ " B" }
            </span>
            <span class="is-out" title={texts.sent} data-testid="bytes-out">
                <i aria-hidden="true">{ "→" }</i>{ count(view.bytes_out) }{ " B" }
            </span>
            if let Some(backlog) = backlog {
                <span>{ texts.backlog }{ " " }<b>{ backlog }</b></span>
            }
            if let Some(seconds) = view.timeout {
                <span>{ texts.timeout }{ " " }<b>{ format!("{seconds:?} s") }</b></span>
            }
            if let Some(shut) = shut {
                <span title={texts.shut}><code>{ shut }</code></span>
            }
        </p>
    }
}

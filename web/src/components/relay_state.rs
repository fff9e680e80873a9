//! How the link to the relay stands, in a word; unfolded, where sockets may go.

use lab_shared::wire::Welcome;
use yew::prelude::*;

use super::use_texts_of;
use crate::i18n::relay;
use crate::state::link::Phase;

/// What it needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct RelayStateProps {
    /// How the link stands.
    pub(crate) relay: Phase,
}

#[component]
pub(crate) fn RelayState(props: &RelayStateProps) -> Html {
    let texts = use_texts_of::<relay::Relay>();
    let (name, words) = match &props.relay {
        Phase::Idle | Phase::Connecting { .. } => ("connecting", texts.connecting),
        Phase::Ready(_) => ("ready", texts.ready),
        Phase::Interrupted { .. } => ("interrupted", texts.interrupted),
        Phase::Waiting { .. } => ("lost", texts.lost),
        Phase::Refused(_) => ("refused", texts.refused),
    };
    let pill = html! {
        <span class="pill" role="status" data-testid="relay-state" data-state={name}>
            <i class="lamp" aria-hidden="true"></i>{ words }
        </span>
    };
    match props.relay.welcome() {
        Some(welcome) => html! {
            <details class="relay">
                <summary>{ pill }</summary>
                <RelayFacts welcome={(**welcome).clone()} />
            </details>
        },
        None => html! { <div class="relay">{ pill }</div> },
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct RelayFactsProps {
    welcome: Welcome,
}

#[component]
fn RelayFacts(props: &RelayFactsProps) -> Html {
    let texts = use_texts_of::<relay::Relay>();
    let Welcome { relay, reach, limits, .. } = &props.welcome;
    let fact = |name: &str, value: String| {
        html! { <><dt>{ name.to_owned() }</dt><dd><code>{ value }</code></dd></> }
    };
    html! {
        <dl class="facts popover">
            { fact(texts.version, relay.clone()) }
            { fact(texts.may_bind, reach.bind.join("\n")) }
            { fact(texts.may_connect, reach.connect.join("\n")) }
            if let Some(directory) = &reach.unix_directory {
                { fact(texts.unix_directory, directory.clone()) }
            }
            { fact(texts.max_sockets, limits.sockets.to_string()) }
        </dl>
    }
}

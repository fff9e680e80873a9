//! The state of the link to the relay, in a word; unfolded, where sockets may go.

use lab_shared::wire::Welcome;
use yew::prelude::*;

use crate::link::state::Phase;
use crate::shell::texts::relay::Relay;

/// The link at `phase`.
pub(crate) fn relay_state(phase: &Phase, texts: &Relay) -> Html {
    let (name, words) = match phase {
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
    match phase.welcome() {
        Some(welcome) => html! {
            <details class="relay" name="head">
                <summary>{ pill }</summary>
                { relay_facts(welcome, texts) }
            </details>
        },
        None => html! { <div class="relay">{ pill }</div> },
    }
}

fn relay_facts(welcome: &Welcome, texts: &Relay) -> Html {
    let Welcome { relay, reach, limits, .. } = welcome;
    let fact = |name: &'static str, value: String| {
        html! { <><dt>{ name }</dt><dd><code>{ value }</code></dd></> }
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

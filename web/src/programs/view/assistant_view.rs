//! The client's pane when the assistant plays the client: what it gets, and the key that opens it.

use lab_shared::call::SocketType;
use lab_shared::text::Encoding;
use yew::prelude::*;

use crate::bench::state::nc::ServerToReach;
use crate::kit::view::texts::use_texts_of;
use crate::programs::texts as programs;
use crate::workbench::preparation::Preparation;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct AssistantViewProps {
    /// The server that runs.
    pub server: Option<ServerToReach>,
    /// The encoding of its bytes.
    pub encoding: Encoding,
    /// The lesson's own setup for the assistant.
    pub setup: Option<AttrValue>,
    /// Opens the assistant with this.
    pub on: Callback<Preparation>,
}

#[component]
pub(crate) fn AssistantView(props: &AssistantViewProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().window;
    let AssistantViewProps { server, encoding, setup, on } = props;
    let lead = match (setup, server) {
        (Some(_), _) => html! { <p>{ texts.assistant_setup }</p> },
        (None, Some(ServerToReach { address, .. })) => html! {
            <>
                <p>{ texts.assistant_lead }</p>
                <p><code data-testid="assistant-server">{ address.to_string() }</code>{ " · " }{ encoding.python_name() }</p>
            </>
        },
        (None, None) => html! { <p class="empty">{ texts.terminal_none }</p> },
    };
    let preparation = preparation(server, *encoding, setup.as_deref());
    let disabled = preparation.is_none();
    let onclick = {
        let on = on.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(preparation) = preparation.clone() {
                on.emit(preparation);
            }
        })
    };
    html! {
        <div class="pane-body terminal">
            { lead }
            <button type="button" class="key is-main" data-testid="open-assistant" {disabled} {onclick}>{ texts.assistant_open }</button>
            <p>{ texts.assistant_note }</p>
        </div>
    }
}

/// What the assistant is to have; `None` while no server runs that it could reach.
fn preparation(
    server: &Option<ServerToReach>,
    encoding: Encoding,
    setup: Option<&str>,
) -> Option<Preparation> {
    let of_setup = setup.map(|setup| Preparation::Setup(setup.to_owned()));
    of_setup.or_else(|| {
        let ServerToReach { address, kind, from } = server.clone()?;
        let reached = matches!(kind, SocketType::Stream | SocketType::Dgram);
        reached.then_some(Preparation::Client { address, kind, from, encoding })
    })
}

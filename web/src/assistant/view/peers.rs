//! Who is at the chosen end: figures, the choice of whom to send to, close and reset.

use std::rc::Rc;
use yew::prelude::*;

use crate::assistant::state::figures::Figures;
use crate::assistant::state::{AssistantCommand, AssistantModel};
use crate::assistant::texts;
use crate::kit::state::format::count;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct PeersProps {
    pub(crate) model: Snapshot<AssistantModel>,
    pub(crate) figures: Rc<Figures>,
    pub(crate) on: Callback<AssistantCommand>,
}

#[component]
pub(crate) fn Peers(props: &PeersProps) -> Html {
    let texts = &use_texts_of::<texts::Assistant>().peers;
    let PeersProps { model, figures, on } = props;
    let Some(end) = model.chosen_end() else { return html! {} };
    let (id, to) = (end.id, end.to);
    let cards = figures.peers.iter().map(|one| {
        let peer = one.peer;
        let close = on.reform(move |_: MouseEvent| AssistantCommand::ClosePeer(id, peer));
        let reset = on.reform(move |_: MouseEvent| AssistantCommand::ResetPeer(id, peer));
        let chosen = to == Some(peer);
        let choose = on.reform(move |_: MouseEvent| {
            AssistantCommand::SendTo(id, (!chosen).then_some(peer))
        });
        html! {
            <li key={peer.0} class="peer" data-testid="assistant-peer">
                <button type="button" class="peer-name" aria-pressed={chosen.to_string()} data-testid="assistant-peer-choose" onclick={choose}>
                    <code>{ one.address.to_string() }</code>
                </button>
                <span class="peer-figures">
                    { format!("↓ {}", count(one.counters.received_bytes)) }{ " " }
                    { format!("↑ {}", count(one.counters.sent_bytes)) }
                </span>
                <button type="button" class="plain" data-testid="assistant-peer-close" onclick={close}>{ texts.close }</button>
                <button type="button" class="plain" data-testid="assistant-peer-reset" onclick={reset}>{ texts.reset }</button>
            </li>
        }
    });
    html! {
        <>
            <div class="pane-head"><h2>{ texts.title }</h2></div>
            <div class="pane-body">
                if figures.peers.is_empty() {
                    <p class="empty">{ texts.empty }</p>
                }
                <ul class="peers">{ for cards }</ul>
            </div>
        </>
    }
}

//! Who is at the chosen end: figures, the choice of whom to send to, close and reset.

use std::rc::Rc;
use yew::prelude::*;

use crate::assistant::state::figures::{Figures, PeerFigures};
use crate::assistant::state::log::LogCommand;
use crate::assistant::state::log::filter_form::FilterEdit;
use crate::assistant::state::{AssistantCommand, AssistantModel};
use crate::assistant::texts;
use crate::kit::state::format::count;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::LabCommand;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct PeersProps {
    pub(crate) model: Snapshot<AssistantModel>,
    pub(crate) figures: Rc<Figures>,
    pub(crate) on: Callback<AssistantCommand>,
    pub(crate) on_lab: Callback<LabCommand>,
}

/// Most peers drawn.
const MOST: usize = 64;

#[component]
pub(crate) fn Peers(props: &PeersProps) -> Html {
    let texts = &use_texts_of::<texts::Assistant>().peers;
    let PeersProps { model, figures, on, .. } = props;
    let Some(end) = model.chosen_end() else { return html! {} };
    let id = end.id;
    let all = on.reform(move |_: MouseEvent| AssistantCommand::SendTo(id, None));
    let several = figures.peers.len() > 1 || end.form.kind.is_server();
    let cards = figures.peers.iter().take(MOST).map(|one| card(props, one, texts));
    html! {
        <section class="peers" aria-label={texts.title}>
            <h3>{ texts.title }{ " " }<span class="count">{ figures.peers.len() }</span></h3>
            if figures.peers.is_empty() {
                <p class="field-note">{ texts.empty }</p>
            } else if several {
                <button type="button" class="peer-all" aria-pressed={end.to.is_empty().to_string()} data-testid="assistant-peer-all" onclick={all}>
                    { texts.all }
                </button>
            }
            <ul>{ for cards }</ul>
            if figures.peers.len() > MOST {
                <p class="field-note">{ (texts.more)(figures.peers.len() - MOST) }</p>
            }
        </section>
    }
}

fn card(props: &PeersProps, one: &PeerFigures, texts: &texts::Peers) -> Html {
    let PeersProps { model, on, on_lab, .. } = props;
    let Some(end) = model.chosen_end() else { return html! {} };
    let (id, peer) = (end.id, one.peer);
    let datagrams = end.setup.transport.is_datagram();
    let chosen = end.to.contains(&peer);
    let close = on.reform(move |_: MouseEvent| AssistantCommand::ClosePeer(id, peer));
    let reset = on.reform(move |_: MouseEvent| AssistantCommand::ResetPeer(id, peer));
    let address = one.address.to_string();
    let filter = {
        let wanted = Some((end.setup.name.clone(), address.clone()));
        on.reform(move |_: MouseEvent| {
            AssistantCommand::Log(LogCommand::Filter(FilterEdit::Peer(wanted.clone())))
        })
    };
    let choose = {
        let (on, on_lab) = (on.clone(), on_lab.clone());
        let socket = end.sockets.get(&peer).copied().or(end.socket);
        Callback::from(move |_: MouseEvent| {
            on.emit(AssistantCommand::SendTo(id, Some(peer)));
            // The kernel's views show its socket.
            if let Some(socket) = socket {
                on_lab.emit(LabCommand::Target(socket));
            }
        })
    };
    html! {
        <li key={peer.0} class={classes!("peer", chosen.then_some("is-chosen"))} data-testid="assistant-peer">
            <button type="button" class="peer-name" aria-pressed={chosen.to_string()} title={texts.send_to} data-testid="assistant-peer-choose" onclick={choose}>
                <code>{ &address }</code>
            </button>
            <span class="peer-figures">
                <span class="is-in" title={texts.received}><i aria-hidden="true">{ "← " }</i><span class="unseen">{ texts.received }</span>{ count(one.counters.received_bytes) }</span>
                <span class="is-out" title={texts.sent}><i aria-hidden="true">{ "→ " }</i><span class="unseen">{ texts.sent }</span>{ count(one.counters.sent_bytes) }</span>
            </span>
            <span class="peer-keys">
                <button type="button" class="plain" data-testid="assistant-peer-filter" onclick={filter}>{ texts.only }</button>
                if !datagrams {
                    <button type="button" class="plain" data-testid="assistant-peer-close" onclick={close}>{ texts.close }</button>
                    <button type="button" class="plain is-danger" data-testid="assistant-peer-reset" onclick={reset}>{ texts.reset }</button>
                }
            </span>
        </li>
    }
}

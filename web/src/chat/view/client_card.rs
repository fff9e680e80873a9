//! One client of a room: its address, its encoding, the bytes queued for it.

use lab_shared::chat::{PeerId, PeerStatus};
use lab_shared::text::Encoding;
use lab_shared::wire::RoomCommand;
use yew::prelude::*;

use super::choose::ChooseEncoding;
use crate::boundaries::texts as boundaries;
use crate::chat::texts as chat;
use crate::kit::state::format::count;
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ClientCardProps {
    pub(crate) client: PeerStatus,
    /// Bytes that may wait for it.
    pub(crate) queue_bytes: usize,
    /// Sends a command to the room.
    pub(crate) on_ask: Callback<RoomCommand>,
    /// Shows its bytes.
    pub(crate) on_ruler: Callback<PeerId>,
}

#[component]
pub(crate) fn ClientCard(props: &ClientCardProps) -> Html {
    let (texts, boundaries) =
        (&use_texts_of::<chat::Chat>().room, use_texts_of::<boundaries::Boundaries>());
    let PeerStatus { peer, encoding, queued_bytes, missed, leaving, .. } = props.client;
    let address = props.client.address.to_string();
    let on_encoding =
        props.on_ask.reform(move |encoding: Encoding| RoomCommand::Encoding { peer, encoding });
    let onclick = props.on_ask.reform(move |_: MouseEvent| RoomCommand::Remove { peer });
    let on_ruler = props.on_ruler.reform(move |_: MouseEvent| peer);
    let lane = format!("--lane: var(--lane-{})", peer.0.saturating_sub(1) % 6 + 1);
    let full = queued_bytes * 100 / props.queue_bytes.max(1);
    html! {
        <article
            class={classes!("card", "client", leaving.then_some("is-over"))}
            style={lane}
            data-testid="chat-client"
            data-address={address.clone()}
        >
            <div class="card-head">
                <code class="card-name">{ address.clone() }</code>
                if leaving { <span class="state">{ texts.leaving }</span> }
                <button
                    type="button"
                    class="plain"
                    data-testid="chat-client-ruler"
                    aria-label={(boundaries.ruler_of)(&address)}
                    onclick={on_ruler}
                >
                    { boundaries.ruler_short }
                </button>
            </div>
            <dl class="client-facts">
                <div>
                    <dt>{ texts.queued }</dt>
                    <dd data-testid="chat-queued">{ count(queued_bytes as u64) }</dd>
                </div>
                <div class={(missed > 0).then_some("is-missed")}>
                    <dt>{ texts.missed_by }</dt>
                    <dd data-testid="chat-missed">{ count(missed) }</dd>
                </div>
            </dl>
            <div class="gauge" aria-hidden="true">
                <i style={format!("inline-size: {}%", full.min(100))}></i>
            </div>
            <div class="client-controls">
                <ChooseEncoding
                    testid="chat-client-encoding"
                    {encoding}
                    {on_encoding}
                />
                <button
                    type="button"
                    class="plain"
                    data-testid="chat-remove"
                    aria-label={(texts.remove)(&address)}
                    {onclick}
                >
                    { texts.remove_short }
                </button>
            </div>
        </article>
    }
}

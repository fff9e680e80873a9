//! The Chat place's views: what stands in the three panes of each.

use lab_shared::wire::RoomAsk;
use yew::prelude::*;

use super::chat::{ChatHands, wants_answers};
use crate::components::chat::{
    Answer, Clients, JoinFacts, JoinForm, JoinTranscript, RoomForm, RoomOpen, Say, Transcript,
};
use crate::components::{Pane, use_texts};
use crate::state::chat::Chat;
use crate::state::join_board::JoinPhase;
use crate::state::room_board::RoomPhase;
use crate::state::snapshot::Snapshot;

/// What a view needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct ViewProps {
    /// The choice of views, at the head of the first pane.
    pub(super) views: Html,
    /// What is known.
    pub(super) chat: Snapshot<Chat>,
    /// What the person does.
    pub(super) hands: ChatHands,
    /// The pane that a narrow screen shows.
    pub(super) pane: Pane,
    /// Whether there is a relay.
    pub(super) ready: bool,
}

/// A room hosted here.
#[component]
pub(super) fn HostView(props: &ViewProps) -> Html {
    let texts = &use_texts().chat.room;
    let ViewProps { chat, hands, .. } = props;
    let board = &chat.board;
    let address = board.phase.address();
    let answers = address.is_some() && wants_answers(&chat.settings.room.mode);
    html! {
        <>
            <section class="pane is-controls" aria-label={texts.settings}>
                <div class="pane-head">{ props.views.clone() }</div>
                <div class="pane-body">
                    if let Some(address) = address {
                        <RoomOpen
                            address={address.clone()}
                            settings={chat.settings.clone()}
                            failure={board.failure.clone()}
                            stopping={matches!(board.phase, RoomPhase::Stopping(_))}
                            on_stop={hands.on_ask.reform(|()| RoomAsk::Stop)}
                        />
                    } else {
                        <RoomForm
                            settings={chat.settings.clone()}
                            failure={board.failure.clone()}
                            ready={props.ready}
                            opening={board.phase == RoomPhase::Opening}
                            on_edit={hands.on_edit.clone()}
                            on_open={hands.on_open.clone()}
                        />
                    }
                </div>
            </section>
            <section class="pane is-timeline" aria-label={texts.transcript}>
                <Transcript
                    transcript={board.transcript.clone()}
                    shown={props.pane == Pane::Timeline}
                />
                if answers {
                    <Answer clients={board.clients.clone()} on_ask={hands.on_ask.clone()} />
                }
            </section>
            <section class="pane is-sockets" aria-label={texts.clients}>
                <Clients
                    clients={board.clients.clone()}
                    queue_bytes={chat.settings.room.queue_bytes}
                    on_ask={hands.on_ask.clone()}
                />
            </section>
        </>
    }
}

/// A client of somebody's room.
#[component]
pub(super) fn JoinView(props: &ViewProps) -> Html {
    let texts = use_texts().chat;
    let ViewProps { chat, hands, .. } = props;
    let board = &chat.joined;
    html! {
        <>
            <section class="pane is-controls" aria-label={texts.client.settings}>
                <div class="pane-head">{ props.views.clone() }</div>
                <div class="pane-body">
                    <JoinForm
                        settings={chat.join.clone()}
                        board={board.clone()}
                        ready={props.ready}
                        on_edit={hands.on_edit_join.clone()}
                        on_join={hands.on_join.clone()}
                        on_leave={hands.on_leave.clone()}
                    />
                </div>
            </section>
            <section class="pane is-timeline" aria-label={texts.room.transcript}>
                <JoinTranscript
                    transcript={board.transcript.clone()}
                    shown={props.pane == Pane::Timeline}
                />
                <Say
                    enabled={matches!(board.phase, JoinPhase::Connected(_))}
                    on_say={hands.on_say.clone()}
                />
            </section>
            <section class="pane is-sockets" aria-label={texts.client.facts}>
                <JoinFacts board={board.clone()} />
            </section>
        </>
    }
}

//! The sockets' pane: a card for each, the newest first.

use lab_shared::call::{CallId, PythonNames, SocketId};
use yew::prelude::*;

use super::socket_card::SocketCard;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::Lab;
use crate::sockets::state::cards::{Card, Cards};
use crate::sockets::texts::Sockets as Words;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct SocketsProps {
    /// What is known.
    pub lab: Snapshot<Lab>,
    /// A socket was chosen.
    pub on_target: Callback<SocketId>,
    /// The socket the person points at.
    pub marked: Option<SocketId>,
    /// The person points at a socket, or at none.
    pub on_mark: Callback<Option<SocketId>>,
    /// Ends a blocked call.
    pub on_cancel: Callback<CallId>,
}

/// The sockets' pane.
#[component]
pub(crate) fn Sockets(props: &SocketsProps) -> Html {
    let texts = use_texts_of::<Words>();
    let lab = &props.lab;
    let Cards { shown, older } = Cards::of(lab);
    let cards = shown.into_iter().map(|Card { view, pending, more }| {
        let id = view.id;
        let listener = view
            .listener
            .map(|listener| AttrValue::from(lab.variables.variable(listener).to_string()));
        html! {
            <SocketCard
                key={id.0}
                {view}
                variable={lab.variables.variable(id).to_string()}
                {listener}
                is_target={lab.target == Some(id)}
                marked={props.marked == Some(id)}
                on_mark={props.on_mark.clone()}
                {pending}
                {more}
                on_target={props.on_target.clone()}
                on_cancel={props.on_cancel.clone()}
            />
        }
    });
    let empty = lab.timeline.sockets().len() == 0;
    sockets_pane(
        texts,
        empty,
        html! {
            <>
                if older > 0 {
                    <p class="earlier" data-testid="sockets-older">{ (texts.older)(older) }</p>
                }
                { for cards }
            </>
        },
    )
}

/// The pane around the cards.
pub(crate) fn sockets_pane(texts: &Words, empty: bool, cards: Html) -> Html {
    html! {
        <>
            <div class="pane-head"><h2>{ texts.title }</h2></div>
            <div class="pane-body cards">
                if empty {
                    <p class="empty">{ texts.empty }</p>
                }
                { cards }
            </div>
        </>
    }
}

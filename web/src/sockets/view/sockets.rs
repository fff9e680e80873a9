//! The sockets' pane: the cards, the newest first.

use lab_shared::call::{PythonNames, SocketId};
use lab_shared::trace::Timeline;
use yew::prelude::*;

use super::socket_card::SocketCard;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::LabCommand;
use crate::lab::state::network::Network;
use crate::lab::state::variables::Variables;
use crate::lab::view::selection::use_selection;
use crate::sockets::state::cards::{Card, Cards};
use crate::sockets::texts::Sockets as Words;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct SocketsProps {
    pub timeline: Snapshot<Timeline>,
    pub variables: Snapshot<Variables>,
    pub network: Snapshot<Network>,
    /// The socket the controls act on.
    pub target: Option<SocketId>,
    pub on_lab: Callback<LabCommand>,
}

/// The sockets' pane.
#[component]
pub(crate) fn Sockets(props: &SocketsProps) -> Html {
    let texts = use_texts_of::<Words>();
    let selection = use_selection();
    let SocketsProps { timeline, variables, network, target, .. } = props;
    let Cards { shown, older } = Cards::of(timeline, *target);
    let cards = shown.into_iter().map(|Card { view, pending, more }| {
        let id = view.id;
        let listener =
            view.listener.map(|listener| AttrValue::from(variables.variable(listener).to_string()));
        html! {
            <SocketCard
                key={id.0}
                {view}
                variable={variables.variable(id).to_string()}
                {listener}
                host={network.host_of(id).cloned()}
                is_target={*target == Some(id)}
                hovered={selection.hovered.socket == Some(id)}
                on_hover={selection.on_hover.clone()}
                {pending}
                {more}
                on_lab={props.on_lab.clone()}
            />
        }
    });
    let empty = timeline.sockets().len() == 0;
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

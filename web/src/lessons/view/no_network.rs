//! A lesson that brings a network, on a relay that has none for it.

use lab_shared::network::NetworkDenial;
use yew::prelude::*;

use crate::kit::view::texts::use_texts_of;
use crate::lessons::texts as lesson;
use crate::network::view::Denied;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct NoNetworkProps {
    /// What denies it.
    pub why: NetworkDenial,
}

#[component]
pub(crate) fn NoNetwork(props: &NoNetworkProps) -> Html {
    let texts = use_texts_of::<lesson::Lessons>();
    html! {
        <section class="lesson-no-network" role="status" data-testid="lesson-no-network">
            <p>{ texts.needs_network }</p>
            <Denied why={props.why} />
        </section>
    }
}

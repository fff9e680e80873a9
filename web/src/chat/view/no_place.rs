//! What each view says where no socket can be made.

use yew::prelude::*;

use super::props::ViewProps;
use crate::network::view::no_place::NoPlace;

/// The words and the remedy; nothing where sockets can be made.
pub(super) fn no_place(props: &ViewProps) -> Html {
    if !props.chat.places.offered.is_empty() {
        return html! {};
    }
    let refused = props.lab.network.refused().cloned();
    html! { <NoPlace {refused} on={props.on_network.clone()} /> }
}

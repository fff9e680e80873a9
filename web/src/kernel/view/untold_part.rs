//! What the relay's system did not tell of a socket, each with the reason.

use lab_shared::errno::System;
use yew::prelude::*;

use crate::kernel::state::UntoldView;
use crate::kernel::texts::untold::Untold;
use crate::kit::view::texts::use_texts_of;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct UntoldPartProps {
    pub(super) untold: Vec<UntoldView>,
    pub(super) system: System,
}

#[component]
pub(super) fn UntoldPart(props: &UntoldPartProps) -> Html {
    let texts = use_texts_of::<Untold>();
    let title = (texts.title)(props.system);
    let items = props.untold.iter().enumerate().map(|(at, untold)| {
        let names: Vec<&str> =
            untold.figures.iter().map(|figure| (texts.figure)(*figure).0).collect();
        let what = if names.is_empty() { texts.peer.to_owned() } else { (texts.list)(&names) };
        html! { <li key={at}><b>{ what }</b><span>{ (texts.why)(props.system, untold.why) }</span></li> }
    });
    html! {
        <section class="kernel-part untold" aria-label={title.clone()} data-testid="kernel-untold">
            <h3>{ title }</h3>
            <ul>{ for items }</ul>
            <p class="kernel-note">{ texts.not_zero }</p>
        </section>
    }
}

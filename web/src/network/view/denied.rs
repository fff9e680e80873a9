//! Why the relay has no networks, and what helps.

use lab_shared::network::NetworkDenial;
use yew::prelude::*;

use crate::kit::view::copy_button::CopyButton;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::network::texts::pane::Pane;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct DeniedProps {
    /// What denies them.
    pub(crate) why: NetworkDenial,
}

#[component]
pub(crate) fn Denied(props: &DeniedProps) -> Html {
    let (texts, why) = (use_texts_of::<Pane>(), props.why);
    let remedies = (texts.remedies)(why);
    let lines = remedies.iter().map(|(place, line)| {
        html! {
            <li>
                <span>{ *place }</span>
                <div class="network-line"><code>{ *line }</code><CopyButton line={*line} testid="network-remedy-copy" /></div>
            </li>
        }
    });
    html! {
        <div class="network-denied" data-testid="network-denied">
            <p class="kernel-alarm">{ Icon::Note.html() }<span>{ (texts.denied)(why) }</span></p>
            if !remedies.is_empty() {
                <p>{ texts.remedy }</p>
                <ul>{ for lines }</ul>
            }
        </div>
    }
}

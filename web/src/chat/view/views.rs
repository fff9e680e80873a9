//! The choice of what to do in the Chat place.

use yew::prelude::*;

use crate::chat::state::view::View;
use crate::chat::texts as chat;
use crate::kit::view::texts::use_texts_of;

/// What the choice needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ViewsProps {
    /// The view shown.
    pub view: View,
    /// Takes another.
    pub on_view: Callback<View>,
}

/// The choice.
#[component]
pub fn Views(props: &ViewsProps) -> Html {
    let texts = use_texts_of::<chat::Chat>();
    let views = View::ALL.into_iter().map(|view| {
        let onclick = props.on_view.reform(move |_: MouseEvent| view);
        let words = match view {
            View::Host => texts.host,
            View::Join => texts.join,
            View::Stream => texts.stream,
        };
        html! {
            <button
                key={view.name()}
                type="button"
                data-testid={format!("chat-view-{}", view.name())}
                aria-pressed={(props.view == view).to_string()}
                {onclick}
            >
                { words }
            </button>
        }
    });
    html! {
        <div class="segments wide views" role="group" aria-label={texts.views}>{ for views }</div>
    }
}

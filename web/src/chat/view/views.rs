//! The choice of the Chat place's view.

use yew::prelude::*;

use crate::chat::state::route::ChatRoute;
use crate::chat::texts as chat;
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ViewsProps {
    pub view: ChatRoute,
    pub on_view: Callback<ChatRoute>,
}

#[component]
pub(crate) fn Views(props: &ViewsProps) -> Html {
    let texts = use_texts_of::<chat::Chat>();
    let views = ChatRoute::ALL.into_iter().map(|view| {
        let onclick = props.on_view.reform(move |_: MouseEvent| view);
        let words = match view {
            ChatRoute::Host => texts.host,
            ChatRoute::Join => texts.join,
            ChatRoute::Stream => texts.stream,
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

//! The navigation between the lab's places.

use yew::prelude::*;

use super::{use_language, use_texts};
use crate::state::place::{Place, View};

/// What the navigation needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct PlacesProps {
    /// The place in view.
    pub(crate) place: Place,
    /// Goes to another.
    pub(crate) on_place: Callback<Place>,
}

#[component]
pub(crate) fn Places(props: &PlacesProps) -> Html {
    let (texts, language) = (use_texts(), use_language());
    let link = |place: Place, testid: &'static str, words: &'static str| {
        let on_place = props.on_place.clone();
        let onclick = Callback::from(move |event: MouseEvent| {
            // With a modifier the browser opens the link elsewhere, as the person wants.
            if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                event.prevent_default();
                on_place.emit(place);
            }
        });
        let same = place.section() == props.place.section();
        html! {
            <a
                href={place.link(language)}
                data-testid={testid}
                aria-current={same.then_some("page")}
                {onclick}
            >
                { words }
            </a>
        }
    };
    html! {
        <nav class="places" aria-label={texts.shell.places}>
            { link(Place::Lessons, "place-lessons", texts.shell.lessons) }
            { link(Place::Bench, "place-bench", texts.shell.bench) }
            { link(Place::Chat(View::Host), "place-chat", texts.shell.chat) }
        </nav>
    }
}

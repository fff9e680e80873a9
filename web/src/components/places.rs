//! The navigation between the lab's places.

use lab_shared::language::Language;
use yew::prelude::*;

use crate::i18n::shell::Shell;
use crate::state::place::{Place, View};

/// The navigation with `here` in view; `on_place` goes to another place.
pub(crate) fn places(
    here: Place,
    on_place: &Callback<Place>,
    texts: &Shell,
    language: Language,
) -> Html {
    let link = |place: Place, testid: &'static str, words: &'static str| {
        let on_place = on_place.clone();
        let onclick = Callback::from(move |event: MouseEvent| {
            // With a modifier the browser opens the link elsewhere, as the person wants.
            if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                event.prevent_default();
                on_place.emit(place);
            }
        });
        let same = place.section() == here.section();
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
        <nav class="places" aria-label={texts.places}>
            { link(Place::Lessons, "place-lessons", texts.lessons) }
            { link(Place::Bench, "place-bench", texts.bench) }
            { link(Place::Chat(View::Host), "place-chat", texts.chat) }
        </nav>
    }
}

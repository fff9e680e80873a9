//! The navigation between the lab's places.

use lab_shared::language::Language;
use yew::prelude::*;

use crate::chat::state::route::ChatRoute;
use crate::kit::view::link::on_follow;
use crate::shell::state::place::Place;
use crate::shell::texts::Shell;

/// The navigation with `here` in view; `on_place` goes to another place.
pub(crate) fn places(
    here: Place,
    on_place: &Callback<Place>,
    texts: &Shell,
    language: Language,
) -> Html {
    let link = |place: Place, testid: &'static str, words: &'static str| {
        let onclick = on_follow(on_place.reform(move |()| place));
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
            { link(Place::Chat(ChatRoute::Host), "place-chat", texts.chat) }
        </nav>
    }
}

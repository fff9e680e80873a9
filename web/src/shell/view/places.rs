//! The navigation between the lab's places.

use lab_shared::language::Language;
use yew::prelude::*;

use crate::chat::state::route::ChatRoute;
use crate::kit::view::link::on_follow;
use crate::shell::state::route::Route;
use crate::shell::texts::Shell;

/// The navigation with `here` in view; `on_route` goes to another place.
pub(crate) fn places(
    here: Route,
    on_route: &Callback<Route>,
    texts: &Shell,
    language: Language,
) -> Html {
    let link = |route: Route, testid: &'static str, words: &'static str| {
        let onclick = on_follow(on_route.reform(move |()| route));
        let same = route.section() == here.section();
        html! {
            <a
                href={route.link(language)}
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
            { link(Route::Lessons, "place-lessons", texts.lessons) }
            { link(Route::Bench, "place-bench", texts.bench) }
            { link(Route::Chat(ChatRoute::Host), "place-chat", texts.chat) }
            { link(Route::Assistant, "place-assistant", texts.assistant) }
        </nav>
    }
}

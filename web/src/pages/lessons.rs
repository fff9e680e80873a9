//! Every lesson.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::browser;
use crate::components::lesson::Cards;
use crate::state::lesson::Index;
use crate::state::place::Place;

/// What the place needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct LessonsProps {
    /// Goes to a place.
    pub on_place: Callback<Place>,
}

/// The place.
#[component]
pub fn Lessons(props: &LessonsProps) -> Html {
    let index = use_state(|| None::<Result<Index, String>>);
    let tries = use_state_eq(|| 0);
    {
        let set = index.setter();
        use_effect_with(*tries, move |_| {
            spawn_local(async move {
                set.set(Some(browser::fetch_json("/lessons/index.json").await));
            });
        });
    }
    let on_again = Callback::from(move |()| tries.set(*tries + 1));
    html! {
        <main id="place" class="lessons">
            <Cards index={(*index).clone()} on_place={props.on_place.clone()} {on_again} />
        </main>
    }
}

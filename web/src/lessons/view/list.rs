//! The list of lessons.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::Cards;
use crate::kit::browser;
use crate::kit::state::kept::Kept;
use crate::lessons::state::{KeptLesson, LessonRoute};
use lab_shared::lesson::Index;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct LessonsProps {
    pub on_lesson_route: Callback<LessonRoute>,
    /// Where the open lesson is.
    pub kept: Kept,
}

#[component]
pub(crate) fn Lessons(props: &LessonsProps) -> Html {
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
    use_effect_with(props.kept.clone(), |kept| KeptLesson::of(kept).close());
    let on_again = Callback::from(move |()| tries.set(*tries + 1));
    html! {
        <main id="place" class="lessons">
            <Cards
                index={(*index).clone()}
                on_lesson_route={props.on_lesson_route.clone()}
                {on_again}
            />
        </main>
    }
}

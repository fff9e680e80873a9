//! The lessons as cards, in groups.

use yew::prelude::*;

use crate::kit::state::page_link::page_link;
use crate::kit::texts::Kit;
use crate::kit::view::link::on_follow;
use crate::kit::view::texts::{use_language, use_texts_of};
use crate::lessons::state::LessonRoute;
use crate::lessons::texts as lesson;
use crate::programs::state::share;
use lab_shared::lesson::Index;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct CardsProps {
    /// The lessons; an error if they did not load; `None` while they load.
    pub index: Option<Result<Index, String>>,
    pub on_lesson_route: Callback<LessonRoute>,
    /// Loads them again.
    pub on_again: Callback<()>,
}

#[component]
pub(crate) fn Cards(props: &CardsProps) -> Html {
    let again = use_texts_of::<Kit>().again;
    let (texts, language) = (use_texts_of::<lesson::Lessons>(), use_language());
    let link = |path: &str,
                route: LessonRoute,
                testid: &'static str,
                lesson: String,
                inner: Html| {
        let (href, onclick) =
            (page_link(path, language), on_follow(props.on_lesson_route.reform(move |()| route)));
        html! {
            <a class="lesson-card" {href} data-testid={testid} data-lesson={lesson} {onclick}>{ inner }</a>
        }
    };
    let own = link(
        share::PATH,
        LessonRoute::Own,
        "own-programs",
        String::new(),
        html! { <><b>{ texts.own }</b><span>{ texts.own_text }</span></> },
    );
    let groups = match &props.index {
        None => html! { <p class="empty" role="status">{ texts.loading }</p> },
        Some(Err(why)) => html! {
            <p class="lessons-failed" role="alert" data-testid="lessons-failed">
                { texts.failed }{ ": " }<code>{ why }</code>
                <button type="button" class="plain" onclick={props.on_again.reform(|_: MouseEvent| ())}>{ again }</button>
            </p>
        },
        Some(Ok(index)) if index.groups.is_empty() => html! { <p class="empty">{ texts.none }</p> },
        Some(Ok(index)) => {
            let groups = index.groups.iter().map(|group| {
                let cards = group.lessons.iter().map(|card| {
                    let id = card.id;
                    let inner = html! {
                        <>
                            <i class="lesson-row">{ &card.row }</i>
                            <b>{ card.title.get(language) }</b>
                            <span>{ card.summary.get(language) }</span>
                        </>
                    };
                    link(&id.path(), LessonRoute::Lesson(id), "lesson-card", id.to_string(), inner)
                });
                html! {
                    <section class="lesson-group">
                        <h3>{ group.title.get(language) }</h3>
                        <div class="lesson-cards">{ for cards }</div>
                    </section>
                }
            });
            html! { <>{ for groups }</> }
        }
    };
    html! {
        <>
            <div class="lessons-lead">
                <div><h2>{ texts.title }</h2><p>{ texts.lead }</p></div>
                { own }
            </div>
            { groups }
        </>
    }
}

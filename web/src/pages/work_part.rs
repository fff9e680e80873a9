//! The lessons and the programs, loaded when a person first goes there, with what is done in them.

use std::future::Future;
use yew::prelude::*;

use super::lesson::LessonPlace;
use super::lessons::{Lessons, LessonsProps};
use super::program::ProgramPlace;
use super::program_store::Books;
use super::workspace_hands::{WorkTools, use_work_hands};
use crate::components::later::{Draw, Loaded, Part, empty_place, later};
use crate::state::lab::Lab;
use crate::state::lesson::Way;
use crate::state::program::Programs;
use crate::state::snapshot::Snapshot;
use lab_shared::lesson::LessonId;

/// What a place with programs is made of.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct WorkPartProps {
    /// The lesson; a person's own programs if there is none.
    pub(super) lesson: Option<LessonId>,
    /// What is known of sockets and calls.
    pub(super) lab: Snapshot<Lab>,
    /// What is known of programs.
    pub(super) programs: Snapshot<Programs>,
    /// Both, for the checks.
    pub(super) books: Books,
    /// What the person works with.
    pub(super) tools: WorkTools,
    /// Goes elsewhere.
    pub(super) on_way: Callback<Way>,
}

#[component]
fn WorkPart(props: &WorkPartProps) -> Html {
    let WorkPartProps { lesson, lab, programs, books, tools, on_way } = props.clone();
    let on_all = use_callback(on_way, |(), on_way| on_way.emit(Way::All));
    let hands = use_work_hands(&tools);
    match lesson {
        Some(id) => html! {
            <LessonPlace key={id.as_str()} {id} {lab} {programs} {books} {hands} {on_all} />
        },
        None => html! { <ProgramPlace {lab} {programs} {hands} {on_all} /> },
    }
}

later!(programs: fn lessons() -> Loaded<Draw<LessonsProps>> {
    Ok(|props| html! { <Lessons ..props /> })
});
later!(programs: fn work() -> Loaded<Draw<WorkPartProps>> {
    Ok(|props| html! { <WorkPart ..props /> })
});

impl Part for LessonsProps {
    fn load() -> impl Future<Output = Loaded<Draw<Self>>> {
        lessons()
    }

    fn meanwhile(&self, words: Html) -> Html {
        empty_place(words)
    }
}

impl Part for WorkPartProps {
    fn load() -> impl Future<Output = Loaded<Draw<Self>>> {
        work()
    }

    fn meanwhile(&self, words: Html) -> Html {
        empty_place(words)
    }
}

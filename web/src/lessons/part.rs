//! Lessons and programs: the part of the page loaded when a person first opens either.

use std::future::Future;
use yew::prelude::*;

use super::state::LessonRoute;
use super::view::list::{Lessons, LessonsProps};
use super::view::place::LessonPlace;
use crate::kit::state::kept::Kept;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::lazy::{Draw, LazyPart, Loaded, empty_place, lazy};
use crate::lab::state::{Lab, LabCommand};
use crate::programs::driver::ProgramDriver;
use crate::programs::state::command::ProgramCommand;
use crate::programs::state::program::Programs;
use crate::programs::store::Stores;
use crate::programs::view::place::ProgramPlace;
use crate::workbench::preparation::{Preparation, Preparations};
use lab_shared::lesson::LessonId;

/// The props of a place with programs.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct WorkPartProps {
    /// The lesson; `None` for a person's own programs.
    pub(crate) lesson: Option<LessonId>,
    pub(crate) lab: Snapshot<Lab>,
    /// What is known of programs.
    pub(crate) programs: Snapshot<Programs>,
    /// The stores of both, for the checks.
    pub(crate) stores: Stores,
    /// Runs programs.
    pub(crate) driver: ProgramDriver,
    pub(crate) on_lab: Callback<LabCommand>,
    pub(crate) on_lesson_route: Callback<LessonRoute>,
    /// Where the open lesson is while another place is in view.
    pub(crate) kept: Kept,
    /// Where the assistant finds what is prepared for it.
    pub(crate) preparations: Kept,
}

#[component]
fn WorkPart(props: &WorkPartProps) -> Html {
    let WorkPartProps { lesson, lab, programs, stores, driver, on_lab, kept, .. } = props.clone();
    let on_all = use_callback(props.on_lesson_route.clone(), |(), on_lesson_route| {
        on_lesson_route.emit(LessonRoute::All);
    });
    let needed = (lesson, props.preparations.clone(), props.on_lesson_route.clone());
    let on_assistant =
        use_callback(needed, |preparation: Preparation, (lesson, kept, on_route)| {
            Preparations::of(kept).put(*lesson, preparation);
            on_route.emit(LessonRoute::Assistant);
        });
    let on = use_callback(driver, |command: ProgramCommand, driver| driver.handle(command));
    match lesson {
        Some(id) => html! {
            <LessonPlace key={id.as_str()} {id} {lab} {programs} {stores} {on} {on_lab} {on_all} {on_assistant} {kept} />
        },
        None => html! { <ProgramPlace {lab} {programs} {on} {on_lab} {on_all} {on_assistant} /> },
    }
}

lazy!(programs: fn lessons() -> Loaded<Draw<LessonsProps>> {
    Ok(|props| html! { <Lessons ..props /> })
});
lazy!(programs: fn work() -> Loaded<Draw<WorkPartProps>> {
    Ok(|props| html! { <WorkPart ..props /> })
});

impl LazyPart for LessonsProps {
    fn load() -> impl Future<Output = Loaded<Draw<Self>>> {
        lessons()
    }

    fn fallback(&self, words: Html) -> Html {
        empty_place(words)
    }
}

impl LazyPart for WorkPartProps {
    fn load() -> impl Future<Output = Loaded<Draw<Self>>> {
        work()
    }

    fn fallback(&self, words: Html) -> Html {
        empty_place(words)
    }
}

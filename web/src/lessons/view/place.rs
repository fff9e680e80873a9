//! One lesson: its programs, the guide beside them, and the checks against real events.

use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use lab_shared::language::Language;
use lab_shared::trace::Role;

use super::{Experiment, Guide, NoNetwork};
use crate::kit::browser;
use crate::kit::state::kept::Kept;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::texts::{use_language, use_texts_of};
use crate::lab::state::host_choice::Halves;
use crate::lab::state::{Lab, LabCommand};
use crate::lessons::state::{KeptLesson, OpenLesson, denial, name_of};
use crate::lessons::texts as lesson;
use crate::link::state::Phase;
use crate::programs::state::command::{ProgramCommand, WorkCommand};
use crate::programs::state::program::Programs;
use crate::programs::state::workspace::{WorkspaceEdit, WorkspaceFile};
use crate::programs::store::{Stores, use_workspace};
use crate::programs::view::workspace_view::WorkspaceView;
use crate::workbench::preparation::Preparation;
use lab_shared::lesson::{Lesson as Content, LessonId, Program, in_language};

/// What a place with programs needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct LessonProps {
    /// Which lesson.
    pub id: LessonId,
    /// What is known of sockets and calls.
    pub lab: Snapshot<Lab>,
    /// What is known of programs.
    pub programs: Snapshot<Programs>,
    /// The stores of both, for the checks.
    pub stores: Stores,
    /// Carries out what the person does with programs.
    pub on: Callback<ProgramCommand>,
    /// Carries out what the person does with sockets and calls beside them.
    pub on_lab: Callback<LabCommand>,
    /// Goes to all lessons.
    pub on_all: Callback<()>,
    /// Opens the assistant.
    pub on_assistant: Callback<Preparation>,
    /// Where the open lesson is while another place is in view.
    pub kept: Kept,
}

#[component]
pub(crate) fn LessonPlace(props: &LessonProps) -> Html {
    let texts = use_texts_of::<lesson::Lessons>();
    let content = use_state(|| None::<Result<Rc<Content>, String>>);
    {
        let set = content.setter();
        use_effect_with(props.id, move |id| {
            let address = format!("/lessons/{}.json", id.as_str());
            spawn_local(
                async move { set.set(Some(browser::fetch_json(&address).await.map(Rc::new))) },
            );
        });
    }
    match &*content {
        Some(Ok(lesson)) => {
            html! { <LessonWindow lesson={lesson.clone()} place={props.clone()} /> }
        }
        Some(Err(why)) => html! {
            <main id="place" class="lessons">
                <p class="lessons-failed" role="alert">{ texts.failed }{ ": " }<code>{ why }</code></p>
            </main>
        },
        None => html! {
            <main id="place" class="lessons"><p class="empty" role="status">{ texts.loading }</p></main>
        },
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub struct LessonWindowProps {
    pub lesson: Rc<Content>,
    pub place: LessonProps,
}

/// The window of a lesson.
#[component]
pub fn LessonWindow(props: &LessonWindowProps) -> Html {
    let LessonWindowProps { lesson, place } = props;
    let (texts, language) = (use_texts_of::<lesson::Lessons>(), use_language());
    let open = use_open_lesson(lesson, place);
    let (workspace, on) =
        use_workspace(|| (*open.read(|it| it.workspace.clone())).clone(), &place.on);
    open.change(|it| it.workspace = workspace.clone());
    {
        let on = on.clone();
        use_effect_with((lesson.clone(), language), move |(lesson, language)| {
            let load = |side| files(lesson, side, *language);
            let (server, client) = (load(Role::Server), load(Role::Client));
            on.emit(WorkCommand::Edit(WorkspaceEdit::Load { server, client }));
        });
    }
    place.stores.read(|lab, programs| open.change(|it| it.follow(lab, programs)));
    use_network(&open, lesson, place);
    let (done, outcome) = open.read(|it| (it.done(), it.outcome()));
    let predicted = use_state_eq(|| open.read(|it| it.predicted));
    let on_predict =
        use_callback((open, predicted.setter()), |mine: Option<usize>, (open, set)| {
            open.change(|it| it.predicted = Some(mine));
            set.set(Some(mine));
        });
    let waits = lesson.question.is_some() && predicted.is_none() && outcome.is_none();
    let denied = denial(lesson, &place.lab);
    let hindered = match (denied, waits) {
        (Some(_), _) => Some(texts.no_network),
        (None, true) => Some(texts.predict_first),
        (None, false) => None,
    };
    html! {
        <WorkspaceView
            place="lesson"
            lab={place.lab.clone()}
            programs={place.programs.clone()}
            workspace={(*workspace).clone()}
            encoding={lesson.encoding}
            hindered={hindered.map(AttrValue::Static)}
            {on}
            on_lab={place.on_lab.clone()}
            assistant={lesson.assistant.clone().map(AttrValue::from)}
            on_assistant={place.on_assistant.clone()}
        >
            <Guide lesson={lesson.clone()} {done} on_offer={place.on_assistant.reform(Preparation::Setup)} on_all={place.on_all.clone()}>
                if let Some(why) = denied { <NoNetwork {why} /> }
                <Experiment lesson={lesson.clone()} predicted={*predicted} {outcome} {on_predict} />
            </Guide>
        </WorkspaceView>
    }
}

fn files(lesson: &Content, side: Role, language: Language) -> Vec<WorkspaceFile> {
    let file = |program: &Program| {
        let text = in_language(&program.text, language);
        let title = program.title.as_ref().map(|title| title.get(language).to_owned());
        WorkspaceFile {
            name: program.file.clone(),
            title: title.unwrap_or_default(),
            original: text.clone(),
            text,
        }
    };
    lesson.programs_of(side).map(file).collect()
}

/// Has the relay make the network that the lesson brings, and end the one that another lesson brought.
#[hook]
fn use_network(open: &KeptLesson, lesson: &Rc<Content>, place: &LessonProps) {
    let ready = matches!(place.lab.relay, Phase::Ready(_));
    let name = place.lab.network.view().and_then(|view| name_of(view).map(str::to_owned));
    let (open, lesson, place) = (open.clone(), lesson.clone(), place.clone());
    use_effect_with((ready, name), move |_| {
        let halves = if lesson.network.is_some() { Halves::Apart } else { Halves::Together };
        place.on_lab.emit(LabCommand::Halves(halves));
        if let Some(command) = open.wanted(&lesson, &place.lab) {
            place.on_lab.emit(LabCommand::Network(command));
        }
    });
}

/// The lesson as the person left it; a new one, if another was open.
#[hook]
fn use_open_lesson(lesson: &Rc<Content>, place: &LessonProps) -> KeptLesson {
    let (lesson, place) = (lesson.clone(), place.clone());
    (*use_memo((), move |()| {
        let open = KeptLesson::of(&place.kept);
        let new =
            |lab: &Lab, programs: &Programs| OpenLesson::new(place.id, &lesson, lab, programs);
        open.open(place.id, || place.stores.read(new));
        open
    }))
    .clone()
}

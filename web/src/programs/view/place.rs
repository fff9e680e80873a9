//! Programs of one's own: opened, edited, run, kept in this browser, shared as links.

use lab_shared::trace::Role;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::File;
use yew::prelude::*;

use super::workspace_view::WorkspaceView;
use super::{LibraryHands, LibraryPane, side_name};
use crate::kit::browser::{TextFile, read_file};
use crate::kit::state::snapshot::Snapshot;
use crate::kit::texts::Texts as _;
use crate::lab::state::Lab;
use crate::programs::browser::library::{keep_library, load_library, take_shared};
use crate::programs::hands::WorkHands;
use crate::programs::state::library::{Library, Saved};
use crate::programs::state::program::Programs;
use crate::programs::state::workspace::WorkspaceEdit;
use crate::programs::store::WorkspaceStore;
use crate::programs::texts::Programs as Words;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ProgramPlaceProps {
    /// What is known of sockets and calls.
    pub lab: Snapshot<Lab>,
    /// What is known of programs.
    pub programs: Snapshot<Programs>,
    /// What the person does.
    pub hands: WorkHands,
    /// Goes to all lessons.
    pub on_all: Callback<()>,
}

#[component]
pub(crate) fn ProgramPlace(props: &ProgramPlaceProps) -> Html {
    let library = use_state_eq(load_library);
    let full = use_state_eq(|| false);
    let shared = use_state_eq(take_shared);
    let workspace = use_reducer(WorkspaceStore::default);
    let newest = use_mut_ref(|| (*library).clone());
    let keep = {
        let (library, full, newest) = (library.setter(), full.setter(), newest.clone());
        use_callback((), move |changed: Library, ()| {
            full.set(!keep_library(&changed));
            newest.borrow_mut().clone_from(&changed);
            library.set(changed);
        })
    };
    let change: Change = {
        let (keep, newest) = (keep.clone(), newest.clone());
        Rc::new(move |act| {
            let mut changed = newest.borrow().clone();
            act(&mut changed);
            keep.emit(changed);
        })
    };
    let open = opener(&newest, workspace.dispatcher());
    let on_edit = {
        let (dispatcher, change, now) =
            (workspace.dispatcher(), change.clone(), workspace.0.clone());
        let open = open.clone();
        Callback::from(move |edit: WorkspaceEdit| {
            if let WorkspaceEdit::Text(side, text) = &edit {
                let (side, text) = (*side, text.clone());
                let Some(file) = now.of(side).open_file() else {
                    // What is pasted into an empty half becomes a program.
                    let program = Saved { name: side_name(side).into(), text };
                    let mut name = String::new();
                    change(&mut |library| name = library.add(program.clone()));
                    return open.emit((side, name));
                };
                change(&mut |library| library.write(&file.name, text.clone()));
            }
            dispatcher.dispatch(edit);
        })
    };
    use_shared_in_view(&shared, workspace.dispatcher());
    let hands = library_hands(props, &change, open, &workspace, &shared);
    let programs = props.hands.programs.over(&workspace.0, on_edit);
    let work = WorkHands { programs, ..props.hands.clone() };
    html! {
        <WorkspaceView lab={props.lab.clone()} programs={props.programs.clone()} workspace={workspace.0.clone()} hands={work}>
            <LibraryPane library={(*library).clone()} shared={(*shared).clone()} full={*full} {hands} />
        </WorkspaceView>
    }
}

/// A program that a link brought is shown, and not run.
#[hook]
fn use_shared_in_view(
    shared: &UseStateHandle<Option<Saved>>,
    workspace: UseReducerDispatcher<WorkspaceStore>,
) {
    use_effect_with((**shared).clone(), move |shared| {
        if let Some(program) = shared {
            workspace.dispatch(WorkspaceEdit::Files(Role::Server, vec![program.clone()], 0));
        }
    });
}

type Change = Rc<dyn Fn(&mut dyn FnMut(&mut Library))>;

/// Opens a program of the library in a half; the others lie beside it, so that it can import them.
fn opener(
    newest: &Rc<RefCell<Library>>,
    workspace: UseReducerDispatcher<WorkspaceStore>,
) -> Callback<(Role, String)> {
    let newest = newest.clone();
    Callback::from(move |(side, name): (Role, String)| {
        let programs = newest.borrow().programs.clone();
        if let Some(at) = programs.iter().position(|saved| saved.name == name) {
            workspace.dispatch(WorkspaceEdit::Files(side, programs, at));
        }
    })
}

fn library_hands(
    props: &ProgramPlaceProps,
    change: &Change,
    open: Callback<(Role, String)>,
    workspace: &UseReducerHandle<WorkspaceStore>,
    shared: &UseStateHandle<Option<Saved>>,
) -> LibraryHands {
    let sample = Words::EN.library.sample;
    let add = {
        let (change, open) = (change.clone(), open.clone());
        move |side: Role, program: Saved| {
            let mut name = String::new();
            change(&mut |library| name = library.add(program.clone()));
            open.emit((side, name));
        }
    };
    let on_new = {
        let add = add.clone();
        Callback::from(move |()| {
            add(Role::Server, Saved { name: "program.py".into(), text: sample.into() });
        })
    };
    let on_files = {
        let add = add.clone();
        Callback::from(move |(side, files): (Role, Vec<File>)| {
            let add = add.clone();
            spawn_local(async move {
                for file in files {
                    if let Some(TextFile { name, text }) = read_file(&file).await {
                        add(side, Saved { name, text });
                    }
                }
            });
        })
    };
    let on_rename = {
        let change = change.clone();
        Callback::from(move |(name, new): (String, String)| {
            change(&mut |library| {
                library.rename(&name, &new);
            });
        })
    };
    let on_delete = {
        let change = change.clone();
        Callback::from(move |name: String| change(&mut |library| library.delete(&name)))
    };
    let on_export = {
        let shared = shared.clone();
        Callback::from(move |()| {
            if let Some(program) = (*shared).clone() {
                add(Role::Server, program);
            }
            shared.set(None);
        })
    };
    let on_dismiss = {
        let (shared, workspace) = (shared.clone(), workspace.dispatcher());
        Callback::from(move |()| {
            shared.set(None);
            workspace.dispatch(WorkspaceEdit::Files(Role::Server, vec![], 0));
        })
    };
    let on_all = props.on_all.clone();
    LibraryHands {
        on_new,
        on_files,
        on_open: open,
        on_rename,
        on_delete,
        on_export,
        on_dismiss,
        on_all,
    }
}

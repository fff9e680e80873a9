//! The place for a person's own programs: opened, edited, run, kept in this browser, shared as links.

use lab_shared::trace::Role;
use yew::prelude::*;

use super::LibraryPane;
use super::workspace_view::WorkspaceView;
use crate::kit::state::snapshot::Snapshot;
use crate::lab::state::host_choice::Halves;
use crate::lab::state::{Lab, LabCommand};
use crate::programs::browser::opened::Files;
use crate::programs::driver::library::use_own_programs;
use crate::programs::state::command::{FilePlace, LibraryCommand, ProgramCommand, WorkCommand};
use crate::programs::state::program::Programs;
use crate::programs::state::workspace::Workspace;
use crate::workbench::preparation::Preparation;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ProgramPlaceProps {
    /// What is known of sockets and calls.
    pub lab: Snapshot<Lab>,
    /// What is known of programs.
    pub programs: Snapshot<Programs>,
    /// Carries out what the person does with programs.
    pub on: Callback<ProgramCommand>,
    /// Carries out what the person does with sockets and calls beside them.
    pub on_lab: Callback<LabCommand>,
    /// Goes to all lessons.
    pub on_all: Callback<()>,
    /// Opens the assistant.
    pub on_assistant: Callback<Preparation>,
}

#[component]
pub(crate) fn ProgramPlace(props: &ProgramPlaceProps) -> Html {
    let (own, driver) = use_own_programs();
    let on_work = {
        let needed = (driver.clone(), props.on.clone());
        use_callback(needed, |command: WorkCommand, (driver, on)| {
            if let Some(command) = driver.work(command) {
                on.emit(command);
            }
        })
    };
    let on_library =
        use_callback(driver.clone(), |command: LibraryCommand, driver| driver.handle(command));
    let on_files = use_callback(driver, |(side, files): (Role, Files), driver| {
        driver.open(side, files);
    });
    {
        let on_lab = props.on_lab.clone();
        use_effect_with((), move |()| on_lab.emit(LabCommand::Halves(Halves::Apart)));
    }
    html! {
        <WorkspaceView
            place="program"
            lab={props.lab.clone()}
            programs={props.programs.clone()}
            workspace={own.workspace.clone()}
            on={on_work}
            on_lab={props.on_lab.clone()}
            on_assistant={props.on_assistant.clone()}
        >
            <LibraryPane
                library={own.library.clone()}
                shared={own.shared.clone()}
                unkept={own.unkept()}
                refused={own.refused.clone()}
                runs={[Role::Server, Role::Client].map(|side| run_in(&own.workspace, side))}
                on={on_library}
                {on_files}
                on_all={props.on_all.clone()}
            />
        </WorkspaceView>
    }
}

/// The file that a pane runs.
fn run_in(workspace: &Workspace, side: Role) -> Option<FilePlace> {
    let files = workspace.of(side);
    let main = files.main_file()?;
    Some(FilePlace { project: files.project.clone(), path: main.name.clone() })
}

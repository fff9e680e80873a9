//! Programs of one's own: opened, edited, run, kept in this browser, shared as links.

use lab_shared::trace::Role;
use web_sys::File;
use yew::prelude::*;

use super::LibraryPane;
use super::workspace_view::WorkspaceView;
use crate::kit::state::snapshot::Snapshot;
use crate::lab::state::{Lab, LabCommand};
use crate::programs::driver::library::use_own_programs;
use crate::programs::state::command::{LibraryCommand, ProgramCommand, WorkCommand};
use crate::programs::state::program::Programs;

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
    let on_files = use_callback(driver, |(side, files): (Role, Vec<File>), driver| {
        driver.read(side, files);
    });
    html! {
        <WorkspaceView
            place="program"
            lab={props.lab.clone()}
            programs={props.programs.clone()}
            workspace={own.workspace.clone()}
            on={on_work}
            on_lab={props.on_lab.clone()}
        >
            <LibraryPane
                library={own.library.clone()}
                shared={own.shared.clone()}
                full={own.full}
                on={on_library}
                {on_files}
                on_all={props.on_all.clone()}
            />
        </WorkspaceView>
    }
}

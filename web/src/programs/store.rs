//! The programs and the workspace, as yew keeps them.

use yew::prelude::*;

use super::state::command::{ProgramCommand, WorkCommand};
use super::state::program::Programs;
use super::state::workspace::Workspace;
use crate::kit::browser::{Store, use_store};
use crate::kit::state::snapshot::Snapshot;
use crate::lab::driver::lab_store::LabStore;
use crate::lab::state::Lab;

/// The lab and the programs. Each is drawn on its own schedule, so a reader that needs both
/// uses `read`, which shows them as of one instant.
#[derive(Debug, Clone, PartialEq)]
pub struct Stores {
    /// Sockets and calls.
    pub lab: LabStore,
    /// Programs and what they wrote.
    pub programs: Store<Programs>,
}

impl Stores {
    /// Looks at both as they are now.
    pub fn read<R>(&self, look: impl FnOnce(&Lab, &Programs) -> R) -> R {
        self.lab.read(|lab| self.programs.read(|programs| look(lab, programs)))
    }
}

/// The files of the panes of a place's window, `first` to begin with. Its commands are handled over them, and `on` receives
/// the commands for the programs.
#[hook]
pub(crate) fn use_workspace(
    first: impl FnOnce() -> Workspace,
    on: &Callback<ProgramCommand>,
) -> (Snapshot<Workspace>, Callback<WorkCommand>) {
    let (workspace, store) = use_store(first);
    let on_work = use_callback((store, on.clone()), |command: WorkCommand, (store, on)| {
        if let Some(command) = store.update_at_once(|workspace| workspace.handle(command)) {
            on.emit(command);
        }
    });
    (workspace, on_work)
}

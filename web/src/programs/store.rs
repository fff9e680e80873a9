//! What is known of programs, and what lies on their window, as yew keeps them.

use std::rc::Rc;
use yew::prelude::*;

use super::state::program::Programs;
use super::state::workspace::{Workspace, WorkspaceEdit};
use crate::kit::browser::Store;
use crate::lab::driver::lab_store::LabStore;
use crate::lab::state::Lab;

/// The two stores that tell what a program did. Each is drawn when it has the time; who needs to know
/// what came before what reads both at one moment.
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

/// What lies on a window's two halves.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct WorkspaceStore(pub(crate) Workspace);

impl Reducible for WorkspaceStore {
    type Action = WorkspaceEdit;

    fn reduce(self: Rc<Self>, edit: WorkspaceEdit) -> Rc<Self> {
        Rc::new(Self(self.0.clone().after(edit)))
    }
}

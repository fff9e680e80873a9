//! What a person does with programs.

use lab_shared::trace::Role;
use yew::prelude::*;

use crate::programs::state::workspace::{RunRequest, Workspace, WorkspaceEdit};
use crate::worker::message::{Begin, ToWorker};

/// What a person does with programs, each with the half it is done to.
#[derive(Debug, Clone, PartialEq)]
pub struct ProgramHands {
    /// Changes files.
    pub on_edit: Callback<WorkspaceEdit>,
    /// Runs the open file.
    pub on_run: Callback<(Role, Begin)>,
    /// Runs a program.
    pub on_order: Callback<(Role, RunRequest)>,
    /// Ends the run.
    pub on_stop: Callback<Role>,
    /// Says something to the program.
    pub on_tell: Callback<(Role, ToWorker)>,
    /// Types a line into the console.
    pub on_input: Callback<(Role, String)>,
    /// Chooses a pace.
    pub on_pace: Callback<(Role, u32)>,
    /// Sets a file's breakpoints.
    pub on_breakpoints: Callback<(Role, String, Vec<u32>)>,
    /// Loads Python.
    pub on_prepare: Callback<()>,
}

impl ProgramHands {
    /// The same over this workspace: what is run is what lies open on it.
    #[must_use]
    pub fn over(&self, workspace: &Workspace, on_edit: Callback<WorkspaceEdit>) -> Self {
        let (workspace, on_order) = (workspace.clone(), self.on_order.clone());
        let on_run = Callback::from(move |(side, begin): (Role, Begin)| {
            if let Some(request) = workspace.run_request(side, begin) {
                on_order.emit((side, request));
            }
        });
        Self { on_edit, on_run, ..self.clone() }
    }
}

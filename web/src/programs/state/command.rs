//! The commands of programs, in the workspace and in the library.

use lab_shared::trace::Role;

use super::project::{Project, ProjectFile};
use super::workspace::{RunRequest, Workspace, WorkspaceEdit};
use crate::worker::message::{Begin, TerminalSize, ToWorker};

/// What is done with the programs of the two panes.
#[derive(Debug, Clone, PartialEq)]
pub enum ProgramCommand {
    /// Loads Python, if it is not loaded and not on its way.
    Prepare,
    /// Runs a program in a pane; what ran there is stopped.
    Run(Role, RunRequest),
    /// Ends a pane's program as SIGKILL would.
    Stop(Role),
    /// Sends a pane's program a message: pause, step, Ctrl+C.
    Tell(Role, ToWorker),
    /// Types a line into a pane's console.
    Input(Role, String),
    /// Types Ctrl+C behind the beginning of a line, which is dropped.
    Interrupt(Role, String),
    /// A pane's terminal has another size.
    TerminalSize(Role, TerminalSize),
    /// Sets the milliseconds that a pane's program rests at each line.
    Pace(Role, u32),
    /// Sets the breakpoints of a file in a pane.
    Breakpoints(Role, String, Vec<u32>),
}

/// What a person does in the window.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum WorkCommand {
    /// Changes the files of the panes.
    Edit(WorkspaceEdit),
    /// Runs a pane's main file.
    Run(Role, Begin),
    /// Does something with a program, whatever files the panes have.
    Program(ProgramCommand),
}

/// What a person does with programs of their own.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum LibraryCommand {
    /// Adds a loose program, or data beside them; opens it in a pane.
    Add(Role, ProjectFile),
    /// Adds a project, and opens it in both panes.
    AddProject(Project),
    /// Opens a file of a project in a pane.
    Open(Role, FilePlace),
    /// Gives a file another path.
    Rename(FilePlace, String),
    /// Deletes a file.
    Delete(FilePlace),
    /// Deletes the project of this name.
    DeleteProject(String),
    /// Adds what a link brought.
    Keep,
    /// Forgets what a link brought.
    Dismiss,
}

/// A file of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FilePlace {
    /// The project's name.
    pub project: String,
    pub path: String,
}

impl Workspace {
    /// Handles a command over the files that the panes have now, and returns the commands for their
    /// programs. A pane without a file runs nothing.
    pub(crate) fn handle(&mut self, command: WorkCommand) -> Option<ProgramCommand> {
        match command {
            WorkCommand::Edit(edit) => {
                *self = std::mem::take(self).after(edit);
                None
            }
            WorkCommand::Run(side, begin) => {
                Some(ProgramCommand::Run(side, self.run_request(side, begin)?))
            }
            WorkCommand::Program(command) => Some(command),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::rc::Rc;

    #[test]
    fn what_is_run_is_what_lies_on_the_half_when_it_is_run() {
        let mut workspace = Workspace::default();
        let run = WorkCommand::Run(Role::Client, Begin::Pause);
        assert_eq!(workspace.handle(run.clone()), None);
        let files = vec![ProjectFile::text("a.py", "old")];
        let project = Rc::new(Project { name: String::new(), files });
        for edit in [
            WorkspaceEdit::Files(Role::Client, project, None),
            WorkspaceEdit::Text(Role::Client, "new".into()),
        ] {
            assert_eq!(workspace.handle(WorkCommand::Edit(edit)), None);
        }
        let Some(ProgramCommand::Run(Role::Client, request)) = workspace.handle(run) else {
            panic!("the client's half is run")
        };
        assert_eq!((request.main.as_str(), request.files[0].text.as_str()), ("a.py", "new"));
        assert_eq!(request.begin, Begin::Pause);
    }

    #[test]
    fn a_program_can_be_stopped_whatever_lies_on_its_half() {
        let stop = ProgramCommand::Stop(Role::Server);
        let command = WorkCommand::Program(stop.clone());
        assert_eq!(Workspace::default().handle(command), Some(stop));
    }
}

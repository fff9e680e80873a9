//! What a person does with programs, in the window and in the library.

use lab_shared::trace::Role;

use super::library::Saved;
use super::workspace::{RunRequest, Workspace, WorkspaceEdit};
use crate::worker::message::{Begin, TerminalSize, ToWorker};

/// What is done with the programs of the two halves.
#[derive(Debug, Clone, PartialEq)]
pub enum ProgramCommand {
    /// Loads Python, if it is not loaded and not on its way.
    Prepare,
    /// Runs a program in a half; what ran there is stopped.
    Run(Role, RunRequest),
    /// Ends a half's program as SIGKILL would.
    Stop(Role),
    /// Sends a half's program a message: pause, step, Ctrl+C.
    Tell(Role, ToWorker),
    /// Types a line into a half's console.
    Input(Role, String),
    /// Types Ctrl+C behind the beginning of a line, which is dropped.
    Interrupt(Role, String),
    /// A half's terminal has another size.
    TerminalSize(Role, TerminalSize),
    /// Sets the milliseconds that a half's program rests at each line.
    Pace(Role, u32),
    /// Sets the breakpoints of a file in a half.
    Breakpoints(Role, String, Vec<u32>),
}

/// What a person does in the window.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum WorkCommand {
    /// Changes what lies on the halves.
    Edit(WorkspaceEdit),
    /// Runs the file that is open in a half.
    Run(Role, Begin),
    /// Does something with a program, whatever lies on the halves.
    Program(ProgramCommand),
}

/// What a person does with programs of their own.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum LibraryCommand {
    /// Adds a program, and opens it in a half.
    Add(Role, Saved),
    /// Opens a program of this name in a half.
    Open(Role, String),
    /// Gives the program of the first name the second.
    Rename(String, String),
    /// Deletes the program of this name.
    Delete(String),
    /// Adds the program that a link brought.
    Keep,
    /// Forgets the program that a link brought.
    Dismiss,
}

impl Workspace {
    /// Carries a command out over what lies on the halves now, and returns what is to be done with their
    /// programs. A half without a file runs nothing.
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

    #[test]
    fn what_is_run_is_what_lies_on_the_half_when_it_is_run() {
        let mut workspace = Workspace::default();
        let run = WorkCommand::Run(Role::Client, Begin::Pause);
        assert_eq!(workspace.handle(run.clone()), None);
        let files = vec![Saved { name: "a.py".into(), text: "old".into() }];
        for edit in [
            WorkspaceEdit::Files(Role::Client, files, 0),
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

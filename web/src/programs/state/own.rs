//! A person's own programs: the library, the workspace, and a program that a link brought.

use std::rc::Rc;

use lab_shared::trace::Role;

use super::command::{LibraryCommand, ProgramCommand, WorkCommand};
use super::library::{Library, Saved};
use super::workspace::{Workspace, WorkspaceEdit, side_name};

/// The programs. Cloning the library is cheap.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct OwnPrograms {
    /// The programs that are kept.
    pub library: Rc<Library>,
    /// The program that a link brought, until it is kept or forgotten.
    pub shared: Option<Saved>,
    /// Whether the browser had no room for the library.
    pub full: bool,
    /// The files of the two panes.
    pub workspace: Workspace,
}

impl OwnPrograms {
    /// The programs of a library. One that a link brought is opened in the server's pane, and is not run.
    #[must_use]
    pub(crate) fn new(library: Library, shared: Option<Saved>) -> Self {
        let mut own = Self { library: Rc::new(library), shared, ..Self::default() };
        if let Some(program) = own.shared.clone() {
            own.edit(WorkspaceEdit::Files(Role::Server, vec![program], 0));
        }
        own
    }

    /// Carries out what a person does with the library.
    pub(crate) fn handle(&mut self, command: LibraryCommand) {
        match command {
            LibraryCommand::Add(side, program) => self.add(side, program),
            LibraryCommand::Open(side, name) => self.open(side, &name),
            LibraryCommand::Rename(name, new) => {
                Rc::make_mut(&mut self.library).rename(&name, &new);
            }
            LibraryCommand::Delete(name) => Rc::make_mut(&mut self.library).delete(&name),
            LibraryCommand::Keep => {
                if let Some(program) = self.shared.take() {
                    self.add(Role::Server, program);
                }
            }
            LibraryCommand::Dismiss => {
                self.shared = None;
                self.edit(WorkspaceEdit::Files(Role::Server, vec![], 0));
            }
        }
    }

    /// Handles a command of the window, and returns the commands for the panes'
    /// programs. What is typed is kept in the library as well.
    pub(crate) fn work(&mut self, command: WorkCommand) -> Option<ProgramCommand> {
        if let WorkCommand::Edit(WorkspaceEdit::Text(side, text)) = &command {
            let Some(file) = self.workspace.of(*side).open_file() else {
                // What is pasted into an empty pane becomes a program.
                let program = Saved { name: side_name(*side).into(), text: text.clone() };
                self.add(*side, program);
                return None;
            };
            Rc::make_mut(&mut self.library).write(&file.name, text.clone());
        }
        self.workspace.handle(command)
    }

    fn add(&mut self, side: Role, program: Saved) {
        let name = Rc::make_mut(&mut self.library).add(program);
        self.open(side, &name);
    }

    /// Opens a program in a pane; the others are beside it, so that it can import them.
    fn open(&mut self, side: Role, name: &str) {
        let programs = &self.library.programs;
        if let Some(at) = programs.iter().position(|saved| saved.name == name) {
            self.edit(WorkspaceEdit::Files(side, programs.clone(), at));
        }
    }

    fn edit(&mut self, edit: WorkspaceEdit) {
        self.workspace.handle(WorkCommand::Edit(edit));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved(name: &str, text: &str) -> Saved {
        Saved { name: name.into(), text: text.into() }
    }

    fn open_in(own: &OwnPrograms, side: Role) -> Option<&str> {
        own.workspace.of(side).open_file().map(|file| file.name.as_str())
    }

    fn typed(text: &str) -> WorkCommand {
        WorkCommand::Edit(WorkspaceEdit::Text(Role::Client, text.into()))
    }

    #[test]
    fn what_is_typed_is_kept_and_an_empty_half_gets_a_program() {
        let mut own = OwnPrograms::default();
        assert_eq!(own.work(typed("one")), None);
        assert_eq!(open_in(&own, Role::Client), Some("client.py"));
        assert_eq!(own.work(typed("two")), None);
        assert_eq!(own.library.programs, [saved("client.py", "two")]);
        assert_eq!(own.workspace.client.open_file().map(|file| file.text.as_str()), Some("two"));
    }

    #[test]
    fn a_program_is_opened_with_the_others_beside_it() {
        let mut own = OwnPrograms::default();
        own.handle(LibraryCommand::Add(Role::Server, saved("a", "1")));
        own.handle(LibraryCommand::Add(Role::Client, saved("a", "2")));
        assert_eq!(open_in(&own, Role::Server), Some("a.py"));
        assert_eq!(open_in(&own, Role::Client), Some("a2.py"));
        own.handle(LibraryCommand::Rename("a.py".into(), "b".into()));
        own.handle(LibraryCommand::Open(Role::Client, "b.py".into()));
        assert_eq!(own.workspace.client.all.len(), 2);
        assert_eq!(open_in(&own, Role::Client), Some("b.py"));
        own.handle(LibraryCommand::Delete("b.py".into()));
        own.handle(LibraryCommand::Open(Role::Server, "b.py".into()));
        assert_eq!(own.library.programs, [saved("a2.py", "2")]);
    }

    #[test]
    fn what_a_link_brought_is_shown_and_kept_only_when_asked() {
        let brought = || OwnPrograms::new(Library::default(), Some(saved("x.py", "pass")));
        let mut own = brought();
        assert_eq!(open_in(&own, Role::Server), Some("x.py"));
        assert!(own.library.programs.is_empty());
        own.handle(LibraryCommand::Dismiss);
        assert_eq!((open_in(&own, Role::Server), own.shared.is_none()), (None, true));
        let mut own = brought();
        own.handle(LibraryCommand::Keep);
        assert_eq!((own.library.programs.len(), own.shared.is_none()), (1, true));
        assert_eq!(open_in(&own, Role::Server), Some("x.py"));
    }
}

//! A person's own programs: the library, the workspace, and a program that a link brought.

use std::rc::Rc;

use bytes::Bytes;
use lab_shared::trace::Role;

use super::command::{FilePlace, LibraryCommand, ProgramCommand, WorkCommand};
use super::library::{LOOSE, Library};
use super::project::{ProjectError, ProjectFile};
use super::share::Shared;
use super::workspace::{Workspace, WorkspaceEdit, side_name};

/// Both panes.
const SIDES: [Role; 2] = [Role::Server, Role::Client];

/// Why a browser does not keep a person's programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unkept {
    /// It has no room.
    Full,
    /// Its storage is switched off for the page.
    Forbidden,
    /// It keeps texts, but has no file system for the page's data.
    DataUnsupported,
    /// It has kept the texts, and some of the data no longer.
    DataGone,
}

/// The programs. Cloning the library is cheap.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct OwnPrograms {
    /// The programs that are kept.
    pub library: Rc<Library>,
    /// What a link brought, until it is kept or forgotten.
    pub shared: Option<Shared>,
    /// Why the browser did not keep the library when it last changed, if so.
    pub unkept_library: Option<Unkept>,
    /// Why the browser does not keep some of its data, if so.
    pub unkept_data: Option<Unkept>,
    /// Why what was opened last was refused.
    pub refused: Option<ProjectError>,
    /// The files of the two panes.
    pub workspace: Workspace,
}

impl OwnPrograms {
    /// The programs of a library. What a link brought lies on the panes, and is not run.
    #[must_use]
    pub(crate) fn new(library: Library, shared: Option<Shared>) -> Self {
        let mut own = Self { library: Rc::new(library), shared, ..Self::default() };
        if let Some(shared) = own.shared.clone() {
            let project = Rc::new(shared.project.clone());
            for side in SIDES {
                if let Some(main) = shared.main(side) {
                    own.edit(WorkspaceEdit::Files(side, Rc::clone(&project), Some(main.into())));
                    if shared.project.name != LOOSE {
                        own.edit(WorkspaceEdit::Main(side));
                    }
                }
            }
        }
        own
    }

    /// Carries out what a person does with the library.
    pub(crate) fn handle(&mut self, command: LibraryCommand) {
        self.refused = None;
        match command {
            LibraryCommand::Add(side, file) => self.add(side, file),
            LibraryCommand::AddProject(project) => {
                if let Err(error) = self.library.has_room_for(project.size()) {
                    self.refused = Some(error);
                    return;
                }
                let name = Rc::make_mut(&mut self.library).add_project(project);
                self.show_project(&name);
            }
            LibraryCommand::Open(side, place) => self.open(side, &place),
            LibraryCommand::Rename(FilePlace { project, path }, new) => {
                let new = Rc::make_mut(&mut self.library).rename(&project, &path, &new);
                self.renamed(&project, &path, &new);
            }
            LibraryCommand::Delete(FilePlace { project, path }) => {
                Rc::make_mut(&mut self.library).delete(&project, &path);
            }
            LibraryCommand::DeleteProject(name) => {
                Rc::make_mut(&mut self.library).delete_project(&name);
            }
            LibraryCommand::Keep => self.keep(),
            LibraryCommand::Dismiss => {
                self.shared = None;
                for side in SIDES {
                    self.edit(WorkspaceEdit::Files(side, Rc::default(), None));
                }
            }
        }
    }

    /// What was to be opened is refused.
    pub(crate) fn refuse(&mut self, error: ProjectError) {
        self.refused = Some(error);
    }

    /// Why the browser does not keep all of the library, if so. Texts that are kept say nothing of the data.
    #[must_use]
    pub(crate) fn unkept(&self) -> Option<Unkept> {
        let concerns_some_data = |why: &Unkept| {
            self.library.data().any(|data| *why != Unkept::DataGone || data.bytes.is_none())
        };
        self.unkept_library.or_else(|| self.unkept_data.filter(concerns_some_data))
    }

    /// The bytes of data have come from the browser's storage.
    pub(crate) fn fill(&mut self, name: &str, bytes: &Bytes) {
        Rc::make_mut(&mut self.library).fill(name, bytes);
        self.refresh();
    }

    /// Handles a command of the window, and returns the commands for the panes'
    /// programs. What is typed is kept in the library, and stands in the other pane as well if it has the same project.
    pub(crate) fn work(&mut self, command: WorkCommand) -> Option<ProgramCommand> {
        let WorkCommand::Edit(edit @ (WorkspaceEdit::Text(side, _) | WorkspaceEdit::Restore(side))) =
            command
        else {
            return self.workspace.handle(command);
        };
        if let (WorkspaceEdit::Text(_, text), None) = (&edit, self.workspace.of(side).open_file()) {
            // What is pasted into an empty pane becomes a program.
            self.add(side, ProjectFile::text(side_name(side), text.clone()));
            return None;
        }
        self.edit(edit);
        let files = self.workspace.of(side);
        if let Some(file) = files.open_file() {
            let library = Rc::make_mut(&mut self.library);
            library.write(&files.project, &file.name, file.text.clone());
        }
        self.refresh();
        None
    }

    fn keep(&mut self) {
        let Some(shared) = self.shared.take() else { return };
        let mains = SIDES.map(|side| shared.main(side).map(str::to_owned));
        if shared.project.name == LOOSE {
            for file in shared.project.files {
                self.add(Role::Server, file);
            }
            return;
        }
        let name = Rc::make_mut(&mut self.library).add_project(shared.project);
        for (side, main) in SIDES.into_iter().zip(mains) {
            if let Some(path) = main {
                self.open(side, &FilePlace { project: name.clone(), path });
                self.edit(WorkspaceEdit::Main(side));
            }
        }
    }

    fn add(&mut self, side: Role, file: ProjectFile) {
        if let Err(error) = self.library.has_room_for(file.size()) {
            self.refused = Some(error);
            return;
        }
        let path = Rc::make_mut(&mut self.library).add(file);
        let opens = self.library.loose().texts().any(|(text, _)| text == path);
        if opens {
            self.open(side, &FilePlace { project: LOOSE.into(), path });
        }
        self.refresh();
    }

    /// Opens a project in the panes: in the client's only if that has a file of its own to run.
    fn show_project(&mut self, name: &str) {
        let Some(project) = self.library.get(name).cloned() else { return };
        let [server, client] = SIDES.map(|side| project.main_of(side).map(str::to_owned));
        if client != server {
            self.edit(WorkspaceEdit::Files(Role::Client, Rc::clone(&project), client));
        }
        self.edit(WorkspaceEdit::Files(Role::Server, project, server));
    }

    /// Opens a file in a pane; the project's others lie beside it, so that it can import them.
    fn open(&mut self, side: Role, place: &FilePlace) {
        if let Some(project) = self.library.get(&place.project).cloned() {
            self.edit(WorkspaceEdit::Files(side, project, Some(place.path.clone())));
        }
    }

    /// A file has another path: the panes that had it open have it open still.
    fn renamed(&mut self, project: &str, old: &str, new: &str) {
        let Some(project) = self.library.get(project).cloned() else { return };
        for side in SIDES {
            let files = self.workspace.of(side);
            let Some(open) = files.open_file().filter(|_| files.project == project.name) else {
                continue;
            };
            let path = if open.name == old { new } else { &open.name };
            let runs = files.main.as_deref() == Some(old) && open.name == old;
            self.edit(WorkspaceEdit::Files(side, Rc::clone(&project), Some(path.to_owned())));
            if runs {
                self.edit(WorkspaceEdit::Main(side));
            }
        }
    }

    /// The panes have the files of their projects as the library has them now.
    fn refresh(&mut self) {
        for side in SIDES {
            let files = self.workspace.of(side);
            let Some(open) = files.open_file().map(|file| file.name.clone()) else { continue };
            if let Some(project) = self.library.get(&files.project).cloned()
                && project.get(&open).is_some()
            {
                self.edit(WorkspaceEdit::Files(side, project, Some(open)));
            }
        }
    }

    fn edit(&mut self, edit: WorkspaceEdit) {
        self.workspace.handle(WorkCommand::Edit(edit));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programs::state::project::Project;

    fn file(name: &str, text: &str) -> ProjectFile {
        ProjectFile::text(name, text)
    }

    fn loose(path: &str) -> FilePlace {
        FilePlace { project: LOOSE.into(), path: path.into() }
    }

    fn open_in(own: &OwnPrograms, side: Role) -> Option<&str> {
        own.workspace.of(side).open_file().map(|file| file.name.as_str())
    }

    fn typed(side: Role, text: &str) -> WorkCommand {
        WorkCommand::Edit(WorkspaceEdit::Text(side, text.into()))
    }

    fn chat() -> Project {
        let paths = ["client.py", "common.py", "server.py"];
        Project {
            name: "chat".into(),
            files: paths.iter().map(|path| file(path, "pass")).collect(),
        }
    }

    #[test]
    fn what_is_typed_is_kept_and_an_empty_half_gets_a_program() {
        let mut own = OwnPrograms::default();
        assert_eq!(own.work(typed(Role::Client, "one")), None);
        assert_eq!(open_in(&own, Role::Client), Some("client.py"));
        assert_eq!(own.work(typed(Role::Client, "two")), None);
        assert_eq!(own.library.loose().files, [file("client.py", "two")]);
        assert_eq!(own.workspace.client.open_file().map(|file| file.text.as_str()), Some("two"));
    }

    #[test]
    fn a_program_is_opened_with_the_others_beside_it() {
        let mut own = OwnPrograms::default();
        own.handle(LibraryCommand::Add(Role::Server, file("a", "1")));
        own.handle(LibraryCommand::Add(Role::Client, file("a", "2")));
        assert_eq!(open_in(&own, Role::Server), Some("a.py"));
        assert_eq!(open_in(&own, Role::Client), Some("a2.py"));
        own.handle(LibraryCommand::Rename(loose("a.py"), "b".into()));
        assert_eq!(open_in(&own, Role::Server), Some("b.py"));
        own.handle(LibraryCommand::Open(Role::Client, loose("b.py")));
        assert_eq!(own.workspace.client.all.len(), 2);
        assert_eq!(open_in(&own, Role::Client), Some("b.py"));
        own.handle(LibraryCommand::Delete(loose("b.py")));
        own.handle(LibraryCommand::Open(Role::Server, loose("b.py")));
        assert_eq!(own.library.loose().files, [file("a2.py", "2")]);
    }

    #[test]
    fn both_halves_share_a_project_and_what_is_typed_in_one_stands_in_the_other() {
        let mut own = OwnPrograms::default();
        own.handle(LibraryCommand::AddProject(chat()));
        assert_eq!(open_in(&own, Role::Server), Some("server.py"));
        assert_eq!(open_in(&own, Role::Client), Some("client.py"));
        let common = FilePlace { project: "chat".into(), path: "common.py".into() };
        own.handle(LibraryCommand::Open(Role::Server, common));
        own.work(typed(Role::Server, "PORT = 9000"));
        for side in SIDES {
            let common = own.workspace.of(side).all.iter().find(|file| file.name == "common.py");
            assert_eq!(common.map(|file| file.text.as_str()), Some("PORT = 9000"));
        }
        assert_eq!(open_in(&own, Role::Client), Some("client.py"));
        own.work(WorkCommand::Edit(WorkspaceEdit::Restore(Role::Server)));
        assert_eq!(own.library.get("chat").map(|chat| &**chat), Some(&chat()));
    }

    #[test]
    fn data_opened_later_lies_beside_the_programs_of_both_halves() {
        let mut own = OwnPrograms::default();
        own.handle(LibraryCommand::Add(Role::Server, file("a", "1")));
        own.handle(LibraryCommand::Add(Role::Client, ProjectFile::new("p.png", b"\0")));
        assert_eq!((own.workspace.server.data.len(), open_in(&own, Role::Client)), (1, None));
    }

    #[test]
    fn that_data_is_not_kept_is_said_until_the_data_has_gone() {
        let mut own = OwnPrograms::default();
        own.handle(LibraryCommand::Add(Role::Server, ProjectFile::new("p.png", b"\0")));
        own.unkept_data = Some(Unkept::DataUnsupported);
        own.work(typed(Role::Server, "one"));
        assert_eq!(own.unkept(), Some(Unkept::DataUnsupported));
        own.unkept_library = Some(Unkept::Full);
        assert_eq!(own.unkept(), Some(Unkept::Full));
        own.unkept_library = None;
        own.handle(LibraryCommand::Delete(loose("p.png")));
        assert_eq!(own.unkept(), None);
    }

    #[test]
    fn data_that_has_gone_is_asked_for_until_it_is_opened_again() {
        let mut library = Library::default();
        library.add(ProjectFile::new("p.png", b"\0"));
        let mut own = OwnPrograms::new(Library::from_json(&library.to_json()), None);
        assert_eq!(own.unkept(), None);
        own.unkept_data = Some(Unkept::DataGone);
        assert_eq!(own.unkept(), Some(Unkept::DataGone));
        own.handle(LibraryCommand::Add(Role::Server, ProjectFile::new("p.png", b"\0")));
        assert_eq!(own.unkept(), None);
    }

    #[test]
    fn what_a_link_brought_is_shown_and_kept_only_when_asked() {
        let program = Shared::program(file("x.py", "pass"));
        let brought = || OwnPrograms::new(Library::default(), Some(program.clone()));
        let mut own = brought();
        assert_eq!(open_in(&own, Role::Server), Some("x.py"));
        assert!(own.library.loose().files.is_empty());
        own.handle(LibraryCommand::Dismiss);
        assert_eq!((open_in(&own, Role::Server), own.shared.is_none()), (None, true));
        let mut own = brought();
        own.handle(LibraryCommand::Keep);
        assert_eq!((own.library.loose().files.len(), own.shared.is_none()), (1, true));
        assert_eq!(open_in(&own, Role::Server), Some("x.py"));
    }

    #[test]
    fn a_project_that_a_link_brought_lies_on_both_halves() {
        let mut shared = Shared::project(&chat());
        shared.client = Some("common.py".into());
        let mut own = OwnPrograms::new(Library::default(), Some(shared));
        assert_eq!(open_in(&own, Role::Client), Some("common.py"));
        own.handle(LibraryCommand::Keep);
        assert_eq!(open_in(&own, Role::Server), Some("server.py"));
        assert_eq!(own.workspace.client.main.as_deref(), Some("common.py"));
    }

    #[test]
    fn what_is_too_large_is_refused_and_says_so() {
        let mut own = OwnPrograms::default();
        let data = |size| super::super::project::Data { size, name: String::new(), bytes: None };
        let content = super::super::project::Content::Data(data(64 << 20));
        let film = ProjectFile { path: "film.mkv".into(), content };
        own.handle(LibraryCommand::AddProject(Project { name: "p".into(), files: vec![film] }));
        own.handle(LibraryCommand::Add(Role::Server, file("a", "1")));
        assert_eq!(own.refused, Some(ProjectError::TooLarge));
        own.handle(LibraryCommand::DeleteProject("p".into()));
        assert_eq!(own.refused, None);
    }
}

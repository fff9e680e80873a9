//! The files of the two program panes: which one is open, what was edited.

use std::rc::Rc;

use lab_shared::trace::Role;

use super::arguments::{self, ArgumentsError};
use super::library::LOOSE;
use super::project::{
    Project,
    package::{self, Wheel},
};
use crate::kit::state::choice::Choice;
use crate::worker::message::{Begin, DataFile, SourceFile};

/// Who plays the client's pane.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum ClientKind {
    /// A program in the page.
    #[default]
    Program,
    /// The person, call by call.
    Manual,
    /// `nc` or CPython in a terminal.
    Terminal,
    /// The assistant, in its own place.
    Assistant,
}

impl Choice for ClientKind {
    fn all() -> Vec<Self> {
        vec![Self::Program, Self::Manual, Self::Terminal, Self::Assistant]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Program => "python",
            Self::Manual => "hands",
            Self::Terminal => "terminal",
            Self::Assistant => "assistant",
        }
    }
}

/// A pane's name in the page's markup.
#[must_use]
pub(crate) fn side_name(side: Role) -> &'static str {
    match side {
        Role::Server => "server",
        Role::Client => "client",
    }
}

/// One file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct WorkspaceFile {
    /// Its path from its project's folder.
    pub name: String,
    /// Its title; empty where the name suffices.
    pub title: String,
    /// What stood in it at first.
    pub original: String,
    /// Its content.
    pub text: String,
}

/// One pane.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SideFiles {
    /// The name of the project that the files are of.
    pub project: String,
    /// Its texts.
    pub all: Vec<WorkspaceFile>,
    /// What lies beside them.
    pub data: Vec<DataFile>,
    /// Which of that programs can import.
    pub wheels: Vec<Wheel>,
    /// The one that is open.
    pub open: usize,
    /// The one that is run, whichever is open; where there is none, the open one is.
    pub main: Option<String>,
    /// `sys.argv` behind the file's name, as typed.
    pub arguments: String,
}

impl SideFiles {
    #[must_use]
    pub(crate) fn open_file(&self) -> Option<&WorkspaceFile> {
        self.all.get(self.open)
    }

    /// The file that is run.
    #[must_use]
    pub(crate) fn main_file(&self) -> Option<&WorkspaceFile> {
        let main =
            self.main.as_deref().and_then(|main| self.all.iter().find(|file| file.name == main));
        main.or_else(|| self.open_file())
    }

    /// `sys.argv` behind the file's name.
    ///
    /// # Errors
    /// Where they cannot be split.
    pub(crate) fn split_arguments(&self) -> Result<Vec<String>, ArgumentsError> {
        arguments::split(&self.arguments)
    }
}

/// Both panes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Workspace {
    pub server: SideFiles,
    pub client: SideFiles,
    /// Who plays the client.
    pub client_kind: ClientKind,
}

/// A program that a person has run.
#[derive(Debug, Clone, PartialEq)]
pub struct RunRequest {
    /// The file to run.
    pub main: String,
    /// Every file.
    pub files: Vec<SourceFile>,
    /// What lies beside them.
    pub data: Vec<DataFile>,
    /// The names of data that are packages to import.
    pub wheels: Vec<String>,
    /// `sys.argv` behind the file's name.
    pub arguments: Vec<String>,
    /// Whether to stop before the first line.
    pub begin: Begin,
}

impl RunRequest {
    /// What runs one file that is somewhere already, at once and without arguments.
    #[must_use]
    pub fn of_file(main: &str) -> Self {
        let main = main.to_owned();
        Self {
            main,
            files: vec![],
            data: vec![],
            wheels: vec![],
            arguments: vec![],
            begin: Begin::Run,
        }
    }
}

/// What changes it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum WorkspaceEdit {
    /// Other files are loaded. Texts that were edited stay as they are.
    Load { server: Vec<WorkspaceFile>, client: Vec<WorkspaceFile> },
    /// A pane has the files of this project, and the one of this path is open, if there is one.
    Files(Role, Rc<Project>, Option<String>),
    /// Another file is open.
    Open(Role, usize),
    /// The open file is the one that is run, whichever is open later.
    Main(Role),
    /// The open file was edited.
    Text(Role, String),
    /// The open file is as it was at first.
    Restore(Role),
    /// `sys.argv`.
    Arguments(Role, String),
    /// Somebody else plays the client.
    Client(ClientKind),
}

impl Workspace {
    /// One pane.
    #[must_use]
    pub(crate) fn of(&self, side: Role) -> &SideFiles {
        match side {
            Role::Server => &self.server,
            Role::Client => &self.client,
        }
    }

    /// What is run when the person runs a pane; `None` where it has no file, or its arguments cannot be split.
    #[must_use]
    pub(crate) fn run_request(&self, side: Role, begin: Begin) -> Option<RunRequest> {
        let files = self.of(side);
        let file =
            |file: &WorkspaceFile| SourceFile { name: file.name.clone(), text: file.text.clone() };
        Some(RunRequest {
            main: files.main_file()?.name.clone(),
            files: files.all.iter().map(file).collect(),
            data: files.data.clone(),
            wheels: files.wheels.iter().map(|wheel| wheel.path.clone()).collect(),
            arguments: files.split_arguments().ok()?,
            begin,
        })
    }

    fn of_mut(&mut self, side: Role) -> &mut SideFiles {
        match side {
            Role::Server => &mut self.server,
            Role::Client => &mut self.client,
        }
    }

    /// The workspace after an edit.
    #[must_use]
    pub(crate) fn after(mut self, edit: WorkspaceEdit) -> Self {
        match edit {
            WorkspaceEdit::Load { server, client } => {
                self.server.load(server);
                self.client.load(client);
            }
            WorkspaceEdit::Files(side, project, open) => {
                self.of_mut(side).show(side, &project, open.as_deref());
            }
            WorkspaceEdit::Main(side) => {
                let files = self.of_mut(side);
                files.main = files.open_file().map(|file| file.name.clone());
            }
            WorkspaceEdit::Open(side, open) => self.of_mut(side).open = open,
            WorkspaceEdit::Text(side, text) => {
                let files = self.of_mut(side);
                if let Some(file) = files.all.get_mut(files.open) {
                    file.text = text;
                }
            }
            WorkspaceEdit::Restore(side) => {
                let files = self.of_mut(side);
                if let Some(file) = files.all.get_mut(files.open) {
                    file.text.clone_from(&file.original);
                }
            }
            WorkspaceEdit::Arguments(side, arguments) => self.of_mut(side).arguments = arguments,
            WorkspaceEdit::Client(client_kind) => self.client_kind = client_kind,
        }
        self
    }
}

/// A file and where its bytes lie: the same ones have the same contents.
fn identity(file: &DataFile) -> (&str, *const u8, usize) {
    (&file.name, file.bytes.as_ptr(), file.bytes.len())
}

impl SideFiles {
    /// Has the files of a project. What was known of them stays, if they were here before.
    fn show(&mut self, side: Role, project: &Project, open: Option<&str>) {
        let before = std::mem::take(&mut self.all);
        let same = self.project == project.name;
        let original = |name: &str| {
            let file = before.iter().filter(|_| same).find(|file| file.name == name);
            file.map(|file| file.original.clone())
        };
        self.project.clone_from(&project.name);
        self.all = project
            .texts()
            .map(|(name, text)| WorkspaceFile {
                name: name.to_owned(),
                title: String::new(),
                original: original(name).unwrap_or_else(|| text.to_owned()),
                text: text.to_owned(),
            })
            .collect();
        let data: Vec<DataFile> = project
            .data()
            .filter_map(|(name, data)| {
                Some(DataFile { name: name.to_owned(), bytes: data.bytes.clone()? })
            })
            .collect();
        // Wheels are data, and to look into them at every letter that is typed would take long.
        if !data.iter().map(identity).eq(self.data.iter().map(identity)) {
            self.wheels = project.files.iter().filter_map(|file| package::of(file)?.ok()).collect();
        }
        self.data = data;
        let main = self.main.take().filter(|main| same && project.get(main).is_some());
        if project.name != LOOSE {
            let opened = open.filter(|path| Project::begins(path, side));
            self.main = main.or_else(|| opened.or(project.main_of(side)).map(str::to_owned));
        }
        let open = open.or(self.main.as_deref()).unwrap_or_default();
        self.open = self.all.iter().position(|file| file.name == open).unwrap_or_default();
    }

    fn load(&mut self, files: Vec<WorkspaceFile>) {
        let before = std::mem::take(&mut self.all);
        let same = before.len() == files.len();
        self.all = files
            .into_iter()
            .map(|mut file| {
                let edited =
                    before.iter().find(|it| it.name == file.name && it.text != it.original);
                if let Some(edited) = edited {
                    file.text.clone_from(&edited.text);
                }
                file
            })
            .collect();
        if !same {
            self.open = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programs::state::project::ProjectFile;

    fn file(name: &str, text: &str) -> WorkspaceFile {
        WorkspaceFile {
            name: name.into(),
            title: String::new(),
            original: text.into(),
            text: text.into(),
        }
    }

    fn load(workspace: Workspace, text: &str) -> Workspace {
        let server = vec![file("one.py", text), file("two.py", text)];
        workspace.after(WorkspaceEdit::Load { server, client: vec![] })
    }

    #[test]
    fn another_language_changes_the_files_that_were_not_edited() {
        let workspace = load(Workspace::default(), "# eins");
        let workspace = workspace.after(WorkspaceEdit::Open(Role::Server, 1));
        let workspace =
            load(workspace.after(WorkspaceEdit::Text(Role::Server, "mine".into())), "# one");
        assert_eq!(workspace.server.all[0].text, "# one");
        assert_eq!(workspace.server.open_file().map(|file| file.text.as_str()), Some("mine"));
        let workspace = workspace.after(WorkspaceEdit::Restore(Role::Server));
        assert_eq!(workspace.server.all[1].text, "# one");
    }

    #[test]
    fn each_half_is_edited_for_itself() {
        let workspace = show(Workspace::default(), Role::Client, &loose("a"), None);
        let workspace = workspace.after(WorkspaceEdit::Arguments(Role::Client, "1 '2 3'".into()));
        let workspace = workspace.after(WorkspaceEdit::Client(ClientKind::Terminal));
        assert_eq!(workspace.client.open_file().map(|file| file.name.as_str()), Some("a.py"));
        let request = workspace.run_request(Role::Client, Begin::Run).expect("there is a file");
        assert_eq!((request.main.as_str(), request.files.len()), ("a.py", 1));
        assert_eq!(request.arguments, ["1", "2 3"]);
        assert_eq!(workspace.run_request(Role::Server, Begin::Run), None);
        assert!(workspace.server.open_file().is_none() && workspace.server.arguments.is_empty());
        assert_eq!(workspace.client_kind, ClientKind::Terminal);
        let workspace = workspace.after(WorkspaceEdit::Arguments(Role::Client, "it's".into()));
        assert_eq!(workspace.run_request(Role::Client, Begin::Run), None);
    }

    #[test]
    fn a_project_runs_its_main_file_whichever_is_open() {
        let files = ["bin/start.py", "conf/settings.py", "core/client.py"];
        let project = Project {
            name: "p".into(),
            files: files.iter().map(|path| ProjectFile::text(*path, "pass")).collect(),
        };
        let workspace = show(Workspace::default(), Role::Server, &project, None);
        let main = |workspace: &Workspace| {
            workspace.run_request(Role::Server, Begin::Run).map(|request| request.main)
        };
        assert_eq!(main(&workspace).as_deref(), Some("bin/start.py"));
        let workspace = workspace.after(WorkspaceEdit::Open(Role::Server, 1));
        assert_eq!(main(&workspace).as_deref(), Some("bin/start.py"));
        let workspace = workspace.after(WorkspaceEdit::Main(Role::Server));
        let workspace = show(workspace, Role::Server, &project, Some("core/client.py"));
        assert_eq!(main(&workspace).as_deref(), Some("conf/settings.py"));
        let workspace = show(workspace, Role::Server, &loose("a"), Some("a.py"));
        assert_eq!(main(&workspace).as_deref(), Some("a.py"));
    }

    fn loose(text: &str) -> Project {
        Project { name: LOOSE.into(), files: vec![ProjectFile::text("a.py", text)] }
    }

    fn show(workspace: Workspace, side: Role, project: &Project, open: Option<&str>) -> Workspace {
        let project = Rc::new(project.clone());
        workspace.after(WorkspaceEdit::Files(side, project, open.map(str::to_owned)))
    }
}

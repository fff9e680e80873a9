//! The files of the two program panes: which one is open, what was edited.

use lab_shared::trace::Role;

use super::library::Saved;
use crate::kit::state::choice::Choice;
use crate::worker::message::{Begin, SourceFile};

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
}

impl Choice for ClientKind {
    fn all() -> Vec<Self> {
        vec![Self::Program, Self::Manual, Self::Terminal]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Program => "python",
            Self::Manual => "hands",
            Self::Terminal => "terminal",
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
    /// Its files.
    pub all: Vec<WorkspaceFile>,
    /// The one that is open, and run.
    pub open: usize,
    /// `sys.argv` behind the file's name, as typed.
    pub arguments: String,
}

impl SideFiles {
    #[must_use]
    pub(crate) fn open_file(&self) -> Option<&WorkspaceFile> {
        self.all.get(self.open)
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
    /// `sys.argv` behind the file's name.
    pub arguments: Vec<String>,
    /// Whether to stop before the first line.
    pub begin: Begin,
}

/// What changes it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum WorkspaceEdit {
    /// Other files are loaded. Texts that were edited stay as they are.
    Load { server: Vec<WorkspaceFile>, client: Vec<WorkspaceFile> },
    /// One pane has these files, and this one is open.
    Files(Role, Vec<Saved>, usize),
    /// Another file is open.
    Open(Role, usize),
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

    /// What is run when the person runs a pane's open file; `None` where there is none.
    #[must_use]
    pub(crate) fn run_request(&self, side: Role, begin: Begin) -> Option<RunRequest> {
        let files = self.of(side);
        let file =
            |file: &WorkspaceFile| SourceFile { name: file.name.clone(), text: file.text.clone() };
        Some(RunRequest {
            main: files.open_file()?.name.clone(),
            files: files.all.iter().map(file).collect(),
            arguments: files.arguments.split_whitespace().map(str::to_owned).collect(),
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
            WorkspaceEdit::Files(side, programs, open) => {
                let file = |Saved { name, text }: Saved| WorkspaceFile {
                    name,
                    title: String::new(),
                    original: text.clone(),
                    text,
                };
                let files = self.of_mut(side);
                files.all = programs.into_iter().map(file).collect();
                files.open = open;
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

impl SideFiles {
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
        let files = vec![Saved { name: "a.py".into(), text: "a".into() }];
        let workspace = Workspace::default().after(WorkspaceEdit::Files(Role::Client, files, 0));
        let workspace = workspace.after(WorkspaceEdit::Arguments(Role::Client, "1 2".into()));
        let workspace = workspace.after(WorkspaceEdit::Client(ClientKind::Terminal));
        assert_eq!(workspace.client.open_file().map(|file| file.name.as_str()), Some("a.py"));
        let request = workspace.run_request(Role::Client, Begin::Run).expect("there is a file");
        assert_eq!((request.main.as_str(), request.files.len()), ("a.py", 1));
        assert_eq!(request.arguments, ["1", "2"]);
        assert_eq!(workspace.run_request(Role::Server, Begin::Run), None);
        assert!(workspace.server.open_file().is_none() && workspace.server.arguments.is_empty());
        assert_eq!(workspace.client_kind, ClientKind::Terminal);
    }
}

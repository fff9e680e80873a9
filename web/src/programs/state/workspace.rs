//! What lies on the two halves of a program's window: files, which one is open, what was edited.

use lab_shared::trace::Role;

use super::library::Saved;
use crate::kit::state::choice::Choice;
use crate::worker::message::{Begin, SourceFile};

/// Who plays the client's half.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Plays {
    /// A program in the page.
    #[default]
    Python,
    /// The person, call by call.
    Hands,
    /// `nc` or CPython in a terminal.
    Terminal,
}

impl Choice for Plays {
    fn all() -> Vec<Self> {
        vec![Self::Python, Self::Hands, Self::Terminal]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::Hands => "hands",
            Self::Terminal => "terminal",
        }
    }
}

/// One file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paper {
    /// Its name.
    pub name: String,
    /// What it is called for people; empty where the name says enough.
    pub title: String,
    /// What stood in it at first.
    pub original: String,
    /// What stands in it.
    pub text: String,
}

/// One half.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its files.
    pub papers: Vec<Paper>,
    /// The one that is open, and run.
    pub open: usize,
    /// `sys.argv` behind the file's name, as typed.
    pub arguments: String,
}

impl Sheet {
    /// The file that is open.
    #[must_use]
    pub fn paper(&self) -> Option<&Paper> {
        self.papers.get(self.open)
    }
}

/// Both halves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Workspace {
    /// The server's.
    pub server: Sheet,
    /// The client's.
    pub client: Sheet,
    /// Who plays the client.
    pub plays: Plays,
}

/// A program that a person has run.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
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
pub enum WorkspaceEdit {
    /// Other files lie on it. Texts that were edited stay as they are.
    Lay {
        /// The server's.
        server: Vec<Paper>,
        /// The client's.
        client: Vec<Paper>,
    },
    /// One half has these files, and this one is open.
    Sheet(Role, Vec<Saved>, usize),
    /// Another file is open.
    Open(Role, usize),
    /// The open file was edited.
    Text(Role, String),
    /// The open file is as it was at first.
    Restore(Role),
    /// `sys.argv`.
    Arguments(Role, String),
    /// Somebody else plays the client.
    Plays(Plays),
}

impl Workspace {
    /// One half.
    #[must_use]
    pub fn of(&self, side: Role) -> &Sheet {
        match side {
            Role::Server => &self.server,
            Role::Client => &self.client,
        }
    }

    /// What is run when the person runs a half's open file; `None` where there is none.
    #[must_use]
    pub fn order(&self, side: Role, begin: Begin) -> Option<Order> {
        let sheet = self.of(side);
        let file =
            |paper: &Paper| SourceFile { name: paper.name.clone(), text: paper.text.clone() };
        Some(Order {
            main: sheet.paper()?.name.clone(),
            files: sheet.papers.iter().map(file).collect(),
            arguments: sheet.arguments.split_whitespace().map(str::to_owned).collect(),
            begin,
        })
    }

    fn of_mut(&mut self, side: Role) -> &mut Sheet {
        match side {
            Role::Server => &mut self.server,
            Role::Client => &mut self.client,
        }
    }

    /// The workspace after an edit.
    #[must_use]
    pub fn after(mut self, edit: WorkspaceEdit) -> Self {
        match edit {
            WorkspaceEdit::Lay { server, client } => {
                self.server.lay(server);
                self.client.lay(client);
            }
            WorkspaceEdit::Sheet(side, programs, open) => {
                let paper = |Saved { name, text }: Saved| Paper {
                    name,
                    title: String::new(),
                    original: text.clone(),
                    text,
                };
                let sheet = self.of_mut(side);
                sheet.papers = programs.into_iter().map(paper).collect();
                sheet.open = open;
            }
            WorkspaceEdit::Open(side, open) => self.of_mut(side).open = open,
            WorkspaceEdit::Text(side, text) => {
                let sheet = self.of_mut(side);
                if let Some(paper) = sheet.papers.get_mut(sheet.open) {
                    paper.text = text;
                }
            }
            WorkspaceEdit::Restore(side) => {
                let sheet = self.of_mut(side);
                if let Some(paper) = sheet.papers.get_mut(sheet.open) {
                    paper.text.clone_from(&paper.original);
                }
            }
            WorkspaceEdit::Arguments(side, arguments) => self.of_mut(side).arguments = arguments,
            WorkspaceEdit::Plays(plays) => self.plays = plays,
        }
        self
    }
}

impl Sheet {
    fn lay(&mut self, papers: Vec<Paper>) {
        let before = std::mem::take(&mut self.papers);
        let same = before.len() == papers.len();
        self.papers = papers
            .into_iter()
            .map(|mut paper| {
                let edited =
                    before.iter().find(|it| it.name == paper.name && it.text != it.original);
                if let Some(edited) = edited {
                    paper.text.clone_from(&edited.text);
                }
                paper
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

    fn paper(name: &str, text: &str) -> Paper {
        Paper { name: name.into(), title: String::new(), original: text.into(), text: text.into() }
    }

    fn lay(workspace: Workspace, text: &str) -> Workspace {
        let server = vec![paper("one.py", text), paper("two.py", text)];
        workspace.after(WorkspaceEdit::Lay { server, client: vec![] })
    }

    #[test]
    fn another_language_changes_the_files_that_were_not_edited() {
        let workspace = lay(Workspace::default(), "# eins");
        let workspace = workspace.after(WorkspaceEdit::Open(Role::Server, 1));
        let workspace =
            lay(workspace.after(WorkspaceEdit::Text(Role::Server, "mine".into())), "# one");
        assert_eq!(workspace.server.papers[0].text, "# one");
        assert_eq!(workspace.server.paper().map(|paper| paper.text.as_str()), Some("mine"));
        let workspace = workspace.after(WorkspaceEdit::Restore(Role::Server));
        assert_eq!(workspace.server.papers[1].text, "# one");
    }

    #[test]
    fn each_half_is_edited_for_itself() {
        let files = vec![Saved { name: "a.py".into(), text: "a".into() }];
        let workspace = Workspace::default().after(WorkspaceEdit::Sheet(Role::Client, files, 0));
        let workspace = workspace.after(WorkspaceEdit::Arguments(Role::Client, "1 2".into()));
        let workspace = workspace.after(WorkspaceEdit::Plays(Plays::Terminal));
        assert_eq!(workspace.client.paper().map(|paper| paper.name.as_str()), Some("a.py"));
        let order = workspace.order(Role::Client, Begin::Run).expect("there is a file");
        assert_eq!((order.main.as_str(), order.files.len()), ("a.py", 1));
        assert_eq!(order.arguments, ["1", "2"]);
        assert_eq!(workspace.order(Role::Server, Begin::Run), None);
        assert!(workspace.server.paper().is_none() && workspace.server.arguments.is_empty());
        assert_eq!(workspace.plays, Plays::Terminal);
    }
}

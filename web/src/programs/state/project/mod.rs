//! A project: a tree of files, texts that can be edited and data that programs read.

pub(crate) mod archive;
pub(crate) mod main_file;
pub(crate) mod package;
pub(crate) mod path;
pub(crate) mod tree;

use bytes::Bytes;
use std::collections::BTreeSet;

use path::PathError;

/// Most files of a project.
pub(crate) const MAX_FILES: usize = 2000;

/// Most bytes of all its files.
pub(crate) const MAX_BYTES: u64 = 64 << 20;

/// Largest text that is opened in an editor; what is larger is data.
const MAX_TEXT: usize = 256 << 10;

/// Files and folders that systems and tools put beside a person's own.
pub(crate) const CLUTTER: [&str; 11] = [
    "__MACOSX",
    "__pycache__",
    "node_modules",
    "venv",
    ".venv",
    ".git",
    ".idea",
    ".vscode",
    ".DS_Store",
    "Thumbs.db",
    "desktop.ini",
];

/// What is in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Content {
    /// UTF-8, for the editor.
    Text(String),
    /// Anything else.
    Data(Data),
}

/// Bytes that a program reads. The browser keeps them by their name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Data {
    pub size: u64,
    /// Made of what the bytes are, for the browser's storage.
    pub name: String,
    /// Absent until they are read from there.
    pub bytes: Option<Bytes>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ProjectFile {
    /// Its path from the project's folder.
    pub path: String,
    pub content: Content,
}

/// The project. One without a name holds a person's loose programs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Project {
    pub name: String,
    /// Each path once.
    pub files: Vec<ProjectFile>,
}

/// Why files make no project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ProjectError {
    /// This path is refused.
    Path(String, PathError),
    /// This path is there twice, or is a file and a folder.
    Twice(String),
    /// More than [`MAX_FILES`].
    TooMany,
    /// More than [`MAX_BYTES`].
    TooLarge,
    /// There is nothing in it.
    Empty,
    /// The browser cannot read one of the files.
    Unread,
    /// It is no .zip archive, or a damaged one.
    Damaged,
    /// The archive has a password.
    Encrypted,
    /// The archive is packed in a way that few tools use.
    Packing,
}

impl ProjectFile {
    /// A text.
    #[must_use]
    pub(crate) fn text(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), content: Content::Text(text.into()) }
    }

    /// A file of these bytes: a text if it is Python's, or short and UTF-8.
    #[must_use]
    pub(crate) fn new(path: impl Into<String>, bytes: &[u8]) -> Self {
        let path = path.into();
        let content = match std::str::from_utf8(bytes) {
            _ if is_python(&path) => {
                let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
                Content::Text(String::from_utf8_lossy(bytes).into_owned())
            }
            // A wheel that is text is a download that failed, and nothing to edit.
            Ok(text)
                if bytes.len() <= MAX_TEXT && !text.contains('\0') && !package::is_wheel(&path) =>
            {
                Content::Text(text.to_owned())
            }
            _ => Content::Data(Data::new(bytes)),
        };
        Self { path, content }
    }

    /// What is in it; `None` where it is data that is not here yet.
    #[must_use]
    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        match &self.content {
            Content::Text(text) => Some(text.as_bytes()),
            Content::Data(data) => data.bytes.as_deref(),
        }
    }

    #[must_use]
    pub(crate) fn size(&self) -> u64 {
        match &self.content {
            Content::Text(text) => text.len() as u64,
            Content::Data(data) => data.size,
        }
    }
}

impl Data {
    fn new(bytes: &[u8]) -> Self {
        use std::hash::{DefaultHasher, Hasher as _};
        let mut hasher = DefaultHasher::new();
        hasher.write(bytes);
        let (size, name) =
            (bytes.len() as u64, format!("{}-{:016x}", bytes.len(), hasher.finish()));
        Self { size, name, bytes: Some(Bytes::copy_from_slice(bytes)) }
    }
}

impl Project {
    /// A project of these files. The folder that all are in is left out, and so is what tools leave in folders.
    ///
    /// # Errors
    /// Where a path is refused, or the files are too many or too large.
    pub(crate) fn new(name: &str, mut files: Vec<ProjectFile>) -> Result<Self, ProjectError> {
        files.retain(|file| !is_clutter(&file.path));
        for ProjectFile { path, .. } in &files {
            path::check(path).map_err(|error| ProjectError::Path(path.clone(), error))?;
        }
        if let Some(folder) = common_folder(&files) {
            for file in &mut files {
                file.path.drain(..folder);
            }
        }
        files.sort_by(|one, other| one.path.cmp(&other.path));
        Self { name: name.to_owned(), files }.checked()
    }

    /// The project, if its paths and its size are allowed.
    ///
    /// # Errors
    /// See [`Project::new`].
    pub(crate) fn checked(self) -> Result<Self, ProjectError> {
        match () {
            () if self.files.is_empty() => return Err(ProjectError::Empty),
            () if self.files.len() > MAX_FILES => return Err(ProjectError::TooMany),
            () if self.size() > MAX_BYTES => return Err(ProjectError::TooLarge),
            () => {}
        }
        let mut paths = BTreeSet::new();
        for ProjectFile { path, .. } in &self.files {
            path::check(path).map_err(|error| ProjectError::Path(path.clone(), error))?;
            if !paths.insert(&**path) {
                return Err(ProjectError::Twice(path.clone()));
            }
        }
        match self.files.iter().find(|file| in_a_file(&file.path, &paths)) {
            Some(file) => Err(ProjectError::Twice(file.path.clone())),
            None => Ok(self),
        }
    }

    #[must_use]
    pub(crate) fn get(&self, path: &str) -> Option<&ProjectFile> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Its texts, by path.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter_map(|file| match &file.content {
            Content::Text(text) => Some((&*file.path, &**text)),
            Content::Data(_) => None,
        })
    }

    /// Its data, by path.
    pub(crate) fn data(&self) -> impl Iterator<Item = (&str, &Data)> {
        self.files.iter().filter_map(|file| match &file.content {
            Content::Data(data) => Some((&*file.path, data)),
            Content::Text(_) => None,
        })
    }

    /// Whether the bytes of all its data are here.
    #[must_use]
    pub(crate) fn is_whole(&self) -> bool {
        self.data().all(|(_, data)| data.bytes.is_some())
    }

    #[must_use]
    pub(crate) fn size(&self) -> u64 {
        self.files.iter().map(ProjectFile::size).sum()
    }
}

/// Whether a path is that of a Python program.
#[must_use]
pub(crate) fn is_python(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| {
        ending.eq_ignore_ascii_case("py") || ending.eq_ignore_ascii_case("pyw")
    })
}

/// Whether systems or tools have put a file of this path there.
#[must_use]
pub(crate) fn is_clutter(path: &str) -> bool {
    path.ends_with('/') || path.split('/').any(|part| CLUTTER.contains(&part))
}

/// Whether one of the folders that a path leads through is a file.
fn in_a_file(path: &str, files: &BTreeSet<&str>) -> bool {
    path.match_indices('/').any(|(end, _)| files.contains(&path[..end]))
}

/// The length of the folder that all files are in, its `/` included.
fn common_folder(files: &[ProjectFile]) -> Option<usize> {
    let (folder, _) = files.first()?.path.split_once('/')?;
    let inside =
        |file: &ProjectFile| file.path.split_once('/').is_some_and(|(top, _)| top == folder);
    files.iter().all(inside).then(|| folder.len() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(project: &Project) -> Vec<&str> {
        project.files.iter().map(|file| &*file.path).collect()
    }

    fn of(paths: &[&str]) -> Result<Project, ProjectError> {
        Project::new("p", paths.iter().map(|path| ProjectFile::text(*path, "pass")).collect())
    }

    #[test]
    fn the_common_folder_and_clutter_are_left_out() {
        let project =
            of(&["p/bin/start.py", "p/core/a.py", "p/core/__pycache__/a.pyc", "__MACOSX/p/a"]);
        assert_eq!(paths(&project.expect("a project")), ["bin/start.py", "core/a.py"]);
        let project = of(&["b.py", "a/b.py"]).expect("a project");
        assert_eq!(paths(&project), ["a/b.py", "b.py"]);
    }

    #[test]
    fn what_leaves_the_folder_or_stands_there_twice_is_refused() {
        let refused = |paths: &[&str]| of(paths).expect_err("it is refused");
        assert_eq!(
            refused(&["p/a.py", "p/../../b.py"]),
            ProjectError::Path("p/../../b.py".into(), PathError::LeavesProject)
        );
        assert_eq!(refused(&["a.py", "a.py"]), ProjectError::Twice("a.py".into()));
        assert_eq!(refused(&["a", "a-b", "a/b.py"]), ProjectError::Twice("a/b.py".into()));
        assert_eq!(refused(&["__pycache__/a.pyc"]), ProjectError::Empty);
        let many: Vec<String> = (0..=MAX_FILES).map(|number| format!("{number}.py")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(refused(&many), ProjectError::TooMany);
    }

    #[test]
    fn a_project_of_too_many_bytes_is_refused() {
        let data = Data { size: MAX_BYTES, name: String::new(), bytes: None };
        let large = ProjectFile { path: "film".into(), content: Content::Data(data) };
        let files = vec![large.clone(), ProjectFile::text("a.py", "")];
        assert!(Project::new("p", files).is_ok());
        let files = vec![large, ProjectFile::text("a.py", "1")];
        assert_eq!(Project::new("p", files), Err(ProjectError::TooLarge));
    }

    #[test]
    fn short_texts_are_edited_and_all_else_is_data() {
        let is_text = |path: &str, bytes: &[u8]| {
            matches!(ProjectFile::new(path, bytes).content, Content::Text(_))
        };
        assert!(is_text("words.txt", "你好\r\n".as_bytes()));
        assert!(is_text("old.py", b"# \xc4\xe3"));
        assert!(!is_text("words.txt", b"\xc4\xe3"));
        assert!(!is_text("a.bin", b"a\0b"));
        assert!(!is_text("h11-1-py3-none-any.whl", b"<html>"));
        assert!(!is_text("words.txt", &vec![b'a'; MAX_TEXT + 1]));
        let marked = ProjectFile::new("a.py", "\u{feff}pass".as_bytes());
        assert_eq!(marked.content, Content::Text("pass".into()));
    }
}

//! A person's own programs: loose ones, and projects.

use std::rc::Rc;

use super::project::{Content, Project, ProjectError, ProjectFile, is_python, path};
use crate::kit::state::file_name::FileName;

/// Name of the project of loose programs.
pub(crate) const LOOSE: &str = "";

/// The projects, in the order they were made. Cloning it is cheap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Library {
    /// The first is that of the loose programs; each name once.
    projects: Vec<Rc<Project>>,
}

impl Default for Library {
    fn default() -> Self {
        Self { projects: vec![Rc::default()] }
    }
}

impl Library {
    /// The loose programs.
    #[must_use]
    pub(crate) fn loose(&self) -> &Rc<Project> {
        &self.projects[0]
    }

    /// The projects that have names.
    #[must_use]
    pub(crate) fn named(&self) -> &[Rc<Project>] {
        &self.projects[1..]
    }

    #[must_use]
    pub(crate) fn get(&self, project: &str) -> Option<&Rc<Project>> {
        self.projects.iter().find(|it| it.name == project)
    }

    fn get_mut(&mut self, project: &str) -> Option<&mut Project> {
        self.projects.iter_mut().find(|it| it.name == project).map(Rc::make_mut)
    }

    /// Adds a loose file, and says under which name. A program gets a name that is free; data replaces what has its name.
    pub(crate) fn add(&mut self, file: ProjectFile) -> String {
        let loose = Rc::make_mut(&mut self.projects[0]);
        let path = if is_data(&file) {
            let path = as_data(&file.path);
            loose.files.retain(|it| it.path != path);
            path
        } else {
            loose.free(&as_program(&file.path))
        };
        loose.files.push(ProjectFile { path: path.clone(), content: file.content });
        path
    }

    /// Adds a project, and says under which name. One of the same name with the same paths is replaced: it was opened again.
    pub(crate) fn add_project(&mut self, mut project: Project) -> String {
        let paths = |project: &Project| {
            let mut paths: Vec<_> = project.files.iter().map(|file| file.path.clone()).collect();
            paths.sort_unstable();
            paths
        };
        let name = as_folder(&project.name);
        let again =
            self.projects.iter().position(|it| it.name == name && paths(it) == paths(&project));
        if let Some(at) = again {
            project.name.clone_from(&name);
            self.projects[at] = Rc::new(project);
            return name;
        }
        let numbered = (2..).map(|number| format!("{name}-{number}"));
        let mut names = std::iter::once(name.clone()).chain(numbered);
        project.name = names.find(|name| self.get(name).is_none()).unwrap_or_default();
        let name = project.name.clone();
        self.projects.push(Rc::new(project));
        name
    }

    /// Keeps a file's new text.
    pub(crate) fn write(&mut self, project: &str, path: &str, text: String) {
        let file =
            self.get_mut(project).and_then(|it| it.files.iter_mut().find(|it| it.path == path));
        if let Some(file) = file {
            file.content = Content::Text(text);
        }
    }

    /// The bytes of data have come from the browser's storage.
    pub(crate) fn fill(&mut self, name: &str, bytes: &bytes::Bytes) {
        for project in &mut self.projects {
            if !project.data().any(|(_, data)| data.name == name) {
                continue;
            }
            for file in &mut Rc::make_mut(project).files {
                if let Content::Data(data) = &mut file.content
                    && data.name == name
                {
                    data.bytes = Some(bytes.clone());
                }
            }
        }
    }

    /// Gives a file another path, and says which it got; the old one where the new is refused.
    pub(crate) fn rename(&mut self, project: &str, old: &str, new: &str) -> String {
        let kept = || old.to_owned();
        let Some(it) = self.get_mut(project) else { return kept() };
        let Some(at) = it.files.iter().position(|file| file.path == old) else { return kept() };
        let wanted = match project {
            LOOSE if is_data(&it.files[at]) => as_data(new),
            LOOSE => as_program(new),
            _ => new.trim().to_owned(),
        };
        if wanted == old || path::check(&wanted).is_err() {
            return kept();
        }
        let path = it.free(&wanted);
        it.files[at].path.clone_from(&path);
        path
    }

    /// Deletes a file, and a project with its last file.
    pub(crate) fn delete(&mut self, project: &str, path: &str) {
        if let Some(it) = self.get_mut(project) {
            it.files.retain(|file| file.path != path);
        }
        self.projects.retain(|it| it.name == LOOSE || !it.files.is_empty());
    }

    /// Deletes a project; loose programs are deleted one by one.
    pub(crate) fn delete_project(&mut self, project: &str) {
        self.projects.retain(|it| it.name == LOOSE || it.name != project);
    }

    /// Makes sure that all projects together are no larger than the browser is asked to keep.
    ///
    /// # Errors
    /// Where `bytes` more are too many.
    pub(crate) fn has_room_for(&self, bytes: u64) -> Result<(), ProjectError> {
        let size: u64 = self.projects.iter().map(|project| project.size()).sum();
        if size + bytes > super::project::MAX_BYTES { Err(ProjectError::TooLarge) } else { Ok(()) }
    }

    /// The data of all projects.
    pub(crate) fn data(&self) -> impl Iterator<Item = &super::project::Data> {
        self.projects.iter().flat_map(|project| project.data().map(|(_, data)| data))
    }
}

impl Project {
    /// A path that no file has.
    fn free(&self, path: &str) -> String {
        let (stem, ending) = match path.rsplit_once('.') {
            Some((stem, ending)) if !ending.contains('/') => (stem, format!(".{ending}")),
            _ => (path, String::new()),
        };
        let numbered = (2..).map(|number| format!("{stem}{number}{ending}"));
        let mut paths = std::iter::once(path.to_owned()).chain(numbered);
        paths.find(|path| self.get(path).is_none()).unwrap_or_default()
    }
}

/// Whether a loose file lies beside the programs rather than being one.
fn is_data(file: &ProjectFile) -> bool {
    matches!(file.content, Content::Data(_))
        || !ending(&file.path).is_empty() && !is_python(&file.path)
}

/// The name nearest to `name` that a Python file can have.
fn as_program(name: &str) -> String {
    FileName::new(name, ".py").to_string()
}

/// The name nearest to `name` that a data file can have.
fn as_data(name: &str) -> String {
    FileName::new(name, ending(name)).to_string()
}

/// What a name ends with: `.txt`; nothing where that is no ending.
fn ending(name: &str) -> &str {
    let ending = name.trim_end().rfind('.').map_or("", |at| &name.trim_end()[at..]);
    let is_plain = ending.len() > 1 && ending[1..].chars().all(char::is_alphanumeric);
    if is_plain { ending } else { "" }
}

/// The name nearest to `name` that a folder can have.
fn as_folder(name: &str) -> String {
    match name.trim() {
        "" => "project".into(),
        name => FileName::new(name, "").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str) -> ProjectFile {
        ProjectFile::text(name, "pass")
    }

    #[test]
    fn names_are_files_and_each_stands_once() {
        let mut library = Library::default();
        assert_eq!(library.add(file("echo")), "echo.py");
        assert_eq!(library.add(file("echo.py")), "echo2.py");
        assert_eq!(library.add(file(" ../a\\b ")), "_.._a_b.py");
        assert_eq!(library.add(file("")), "program.py");
        assert_eq!(library.rename(LOOSE, "echo2.py", "echo"), "echo3.py");
        assert_eq!(library.rename(LOOSE, "echo.py", "echo"), "echo.py");
        assert_eq!(library.rename(LOOSE, "echo.py", "chat"), "chat.py");
        library.delete(LOOSE, "echo3.py");
        assert!(library.loose().get("echo3.py").is_none());
    }

    #[test]
    fn data_beside_the_programs_keeps_its_name_and_is_replaced_when_it_is_opened_again() {
        let mut library = Library::default();
        assert_eq!(library.add(ProjectFile::new("a/词表.txt", b"one")), "a_词表.txt");
        assert_eq!(library.add(ProjectFile::new("a/词表.txt", b"two")), "a_词表.txt");
        assert_eq!(library.add(ProjectFile::new("picture.png", b"\0")), "picture.png");
        assert_eq!(library.loose().texts().collect::<Vec<_>>(), [("a_词表.txt", "two")]);
        assert_eq!(library.data().count(), 1);
        assert_eq!(library.rename(LOOSE, "picture.png", "p.jpg"), "p.jpg");
    }

    #[test]
    fn projects_of_one_name_stand_beside_each_other_unless_one_is_opened_again() {
        let project = |paths: &[&str]| Project {
            name: "chat".into(),
            files: paths.iter().map(|path| file(path)).collect(),
        };
        let mut library = Library::default();
        assert_eq!(library.add_project(project(&["a.py"])), "chat");
        assert_eq!(library.add_project(project(&["b.py", "c/d.py"])), "chat-2");
        library.write("chat", "a.py", "old".into());
        assert_eq!(library.add_project(project(&["a.py"])), "chat");
        assert_eq!(library.get("chat").map(|it| it.texts().count()), Some(1));
        assert_eq!(library.rename("chat-2", "c/d.py", "c/e.py"), "c/e.py");
        assert_eq!(library.rename("chat-2", "c/e.py", "../e.py"), "c/e.py");
        assert_eq!(library.rename("chat-2", "c/e.py", "b.py"), "b2.py");
        library.delete("chat-2", "b.py");
        library.delete("chat-2", "b2.py");
        library.delete_project("chat");
        library.delete_project(LOOSE);
        assert_eq!((library.named().len(), library.loose().files.len()), (0, 0));
    }

    #[test]
    fn bytes_that_come_later_fill_the_data_that_waits_for_them() {
        let mut library = Library::default();
        let mut picture = ProjectFile::new("p.png", b"\0\x01");
        let Content::Data(data) = &mut picture.content else { panic!("it is data") };
        let (name, bytes) = (data.name.clone(), data.bytes.take().expect("they are here"));
        library.add(picture);
        assert!(!library.loose().is_whole());
        library.fill(&name, &bytes);
        assert!(library.loose().is_whole());
    }
}

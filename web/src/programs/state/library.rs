//! A person's own programs, by name.

use serde::{Deserialize, Serialize};

use crate::kit::state::file_name::FileName;

/// One program.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Saved {
    /// Its file's name.
    pub name: String,
    /// Its content.
    pub text: String,
}

/// The programs, in the order they were made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Library {
    /// Each name once.
    pub programs: Vec<Saved>,
}

impl Library {
    /// The programs as they were kept; nothing where that cannot be read.
    #[must_use]
    pub(crate) fn from_json(json: &str) -> Self {
        let kept: Self = serde_json::from_str(json).unwrap_or_default();
        let mut library = Self::default();
        for program in kept.programs {
            library.add(program);
        }
        library
    }

    /// The programs to keep.
    #[must_use]
    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string(self).expect("names and texts can be written")
    }

    /// One program.
    #[must_use]
    pub(crate) fn get(&self, name: &str) -> Option<&Saved> {
        self.programs.iter().find(|saved| saved.name == name)
    }

    /// Adds a program under a free name, and returns it.
    pub(crate) fn add(&mut self, program: Saved) -> String {
        let name = self.free(&as_file(&program.name));
        self.programs.push(Saved { name: name.clone(), text: program.text });
        name
    }

    /// Keeps a program's new text.
    pub(crate) fn write(&mut self, name: &str, text: String) {
        if let Some(saved) = self.programs.iter_mut().find(|saved| saved.name == name) {
            saved.text = text;
        }
    }

    /// Renames a program, and returns the name it got.
    pub(crate) fn rename(&mut self, name: &str, new: &str) -> String {
        let wanted = as_file(new);
        if wanted == name {
            return wanted;
        }
        let new = self.free(&wanted);
        if let Some(saved) = self.programs.iter_mut().find(|saved| saved.name == name) {
            saved.name.clone_from(&new);
        }
        new
    }

    /// Deletes a program.
    pub(crate) fn delete(&mut self, name: &str) {
        self.programs.retain(|saved| saved.name != name);
    }

    fn free(&self, name: &str) -> String {
        let stem = name.strip_suffix(".py").unwrap_or(name);
        let numbered = (2..).map(|number| format!("{stem}{number}.py"));
        let mut names = std::iter::once(name.to_owned()).chain(numbered);
        names.find(|name| self.get(name).is_none()).unwrap_or_default()
    }
}

/// The name nearest to `name` that a Python file can have.
fn as_file(name: &str) -> String {
    FileName::new(name, ".py").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved(name: &str) -> Saved {
        Saved { name: name.into(), text: "pass".into() }
    }

    #[test]
    fn names_are_files_and_each_stands_once() {
        let mut library = Library::default();
        assert_eq!(library.add(saved("echo")), "echo.py");
        assert_eq!(library.add(saved("echo.py")), "echo2.py");
        assert_eq!(library.add(saved(" ../a\\b ")), "_.._a_b.py");
        assert_eq!(library.add(saved("")), "program.py");
        assert_eq!(library.rename("echo2.py", "echo"), "echo3.py");
        assert_eq!(library.rename("echo.py", "echo"), "echo.py");
        assert_eq!(library.rename("echo.py", "chat"), "chat.py");
        library.delete("echo3.py");
        assert!(library.get("echo3.py").is_none());
    }

    #[test]
    fn programs_survive_being_kept_and_rubbish_is_nothing() {
        let mut library = Library::default();
        library.add(saved("a"));
        library.write("a.py", "print(1)".into());
        assert_eq!(Library::from_json(&library.to_json()), library);
        assert_eq!(Library::from_json("{"), Library::default());
        let kept =
            Library { programs: vec![saved("../x\u{202e}.py"), saved("a.py"), saved("a.py")] };
        let names: Vec<String> =
            Library::from_json(&kept.to_json()).programs.into_iter().map(|it| it.name).collect();
        assert_eq!(names, ["_.._x_.py", "a.py", "a2.py"]);
    }
}

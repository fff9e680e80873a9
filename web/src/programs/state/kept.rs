//! The library as the browser keeps it: JSON, with the bytes of data elsewhere.

use serde::{Deserialize, Serialize};

use super::library::{LOOSE, Library};
use super::project::{Content, Data, Project, ProjectFile};

/// The library. Earlier pages kept loose programs alone.
#[derive(Default, Serialize, Deserialize)]
struct Kept {
    #[serde(default, skip_serializing)]
    programs: Vec<KeptProgram>,
    #[serde(default)]
    projects: Vec<KeptProject>,
}

#[derive(Deserialize)]
struct KeptProgram {
    name: String,
    text: String,
}

#[derive(Serialize, Deserialize)]
struct KeptProject {
    name: String,
    files: Vec<KeptFile>,
}

#[derive(Serialize, Deserialize)]
struct KeptFile {
    path: String,
    #[serde(flatten)]
    content: KeptContent,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KeptContent {
    Text(String),
    /// The name and the size of bytes that are kept elsewhere.
    Data(String, u64),
}

impl Library {
    /// The library as it was kept; nothing where that cannot be read.
    #[must_use]
    pub(crate) fn from_json(json: &str) -> Self {
        let kept: Kept = serde_json::from_str(json).unwrap_or_default();
        let mut library = Self::default();
        for KeptProgram { name, text } in kept.programs {
            library.add(ProjectFile::text(name, text));
        }
        for KeptProject { name, files } in kept.projects {
            let files = files.into_iter().map(ProjectFile::from).collect();
            if name == LOOSE {
                for file in files {
                    library.add(file);
                }
            } else if let Ok(project) = (Project { name, files }).checked() {
                library.add_project(project);
            }
        }
        library
    }

    /// The library to keep.
    #[must_use]
    pub(crate) fn to_json(&self) -> String {
        let all = std::iter::once(self.loose()).chain(self.named());
        let projects = all.map(|project| KeptProject::from(&**project)).collect();
        serde_json::to_string(&Kept { programs: vec![], projects })
            .expect("names and texts can be written")
    }
}

impl From<KeptFile> for ProjectFile {
    fn from(KeptFile { path, content }: KeptFile) -> Self {
        let content = match content {
            KeptContent::Text(text) => Content::Text(text),
            KeptContent::Data(name, size) => Content::Data(Data { size, name, bytes: None }),
        };
        Self { path, content }
    }
}

impl From<&Project> for KeptProject {
    fn from(project: &Project) -> Self {
        let file = |file: &ProjectFile| KeptFile {
            path: file.path.clone(),
            content: match &file.content {
                Content::Text(text) => KeptContent::Text(text.clone()),
                Content::Data(data) => KeptContent::Data(data.name.clone(), data.size),
            },
        };
        Self { name: project.name.clone(), files: project.files.iter().map(file).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_survives_being_kept_but_for_the_bytes_of_its_data() {
        let mut library = Library::default();
        library.add(ProjectFile::text("a.py", "print(1)"));
        library.add(ProjectFile::new("p.png", b"\0"));
        let files = vec![ProjectFile::text("bin/start.py", "pass"), ProjectFile::text("c.py", "")];
        library.add_project(Project { name: "聊天".into(), files });
        let mut kept = Library::from_json(&library.to_json());
        assert_ne!(kept, library);
        let data = library.data().next().expect("there is a picture").clone();
        kept.fill(&data.name, &data.bytes.expect("they are here"));
        assert_eq!(kept, library);
    }

    #[test]
    fn what_an_earlier_page_kept_still_opens() {
        let kept = r#"{"programs":[{"name":"a.py","text":"1"},{"name":"a.py","text":"2"},{"name":"../x\u202e.py","text":""}]}"#;
        let library = Library::from_json(kept);
        let texts: Vec<_> = library.loose().texts().collect();
        assert_eq!(texts, [("a.py", "1"), ("a2.py", "2"), ("_.._x_.py", "")]);
    }

    #[test]
    fn rubbish_and_refused_paths_are_nothing() {
        assert_eq!(Library::from_json("{"), Library::default());
        let kept = r#"{"projects":[{"name":"p","files":[{"path":"../a.py","text":""}]}]}"#;
        assert_eq!(Library::from_json(kept), Library::default());
    }
}

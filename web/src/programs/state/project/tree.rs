//! A project's files as the rows of a tree.

use super::{Project, ProjectFile};

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TreeRow {
    /// In how many folders it is.
    pub depth: usize,
    /// The last part of its path.
    pub name: String,
    /// Its file; a folder has none.
    pub file: Option<ProjectFile>,
}

impl Project {
    /// The rows from top to bottom: in each folder, folders first.
    #[must_use]
    pub(crate) fn tree(&self) -> Vec<TreeRow> {
        let mut files: Vec<&ProjectFile> = self.files.iter().collect();
        files.sort_by_cached_key(|file| order(&file.path));
        let mut rows = Vec::new();
        let mut open: Vec<&str> = Vec::new();
        for file in files {
            let mut folders: Vec<&str> = file.path.split('/').collect();
            let name = folders.pop().unwrap_or_default();
            let same = open.iter().zip(&folders).take_while(|(one, other)| one == other).count();
            for (depth, folder) in folders.iter().enumerate().skip(same) {
                rows.push(TreeRow { depth, name: (*folder).to_owned(), file: None });
            }
            let depth = folders.len();
            rows.push(TreeRow { depth, name: name.to_owned(), file: Some(file.clone()) });
            open = folders;
        }
        rows
    }
}

/// Folders come before files: each part of the path with whether it is the last.
fn order(path: &str) -> Vec<(bool, String)> {
    let last = path.matches('/').count();
    path.split('/').enumerate().map(|(at, part)| (at == last, part.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_stand_before_files_and_each_once() {
        let paths = ["a.py", "core/b.py", "bin/start.py", "core/db/c.py", "core/a.py"];
        let files = paths.iter().map(|path| ProjectFile::text(*path, "")).collect();
        let project = Project { name: "p".into(), files };
        let rows: Vec<String> = project
            .tree()
            .iter()
            .map(|row| format!("{}{}", "  ".repeat(row.depth), row.name))
            .collect();
        assert_eq!(
            rows,
            ["bin", "  start.py", "core", "  db", "    c.py", "  a.py", "  b.py", "a.py"]
        );
    }
}

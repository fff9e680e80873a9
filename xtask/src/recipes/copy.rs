//! A copy of the project in which recipes are followed. It is kept, and only files that differ are written:
//! cargo then builds only what changed. What the copy has in common with the project, which is every other
//! crate, is not built for it at all.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::document::Edit;
use crate::folder;
use crate::project::Project;

/// The hidden folder that belongs to the sources: cargo's aliases.
const CARGO: &str = ".cargo";

/// Where the version of the project's packages is, and what begins a section that may have one. A copy has a version
/// of its own: cargo would otherwise take its packages for the project's and overwrite those in the target folder.
const VERSIONS: [(&str, &str); 2] =
    [("Cargo.toml", "[workspace.package]"), ("Cargo.lock", "[[package]]")];

/// What the project's files hold, by their paths from its folder.
type Files = BTreeMap<PathBuf, Vec<u8>>;

/// The project with some edits.
pub(super) struct Copy<'a> {
    project: &'a Project,
    pub(super) root: PathBuf,
}

impl<'a> Copy<'a> {
    /// Makes or renews the copy of this name.
    pub(super) fn make<'b>(
        project: &'a Project,
        name: &str,
        edits: impl IntoIterator<Item = &'b Edit>,
    ) -> Result<Self> {
        let root = project.memory().join("recipes").join(name);
        let mut files = files(&project.root)?;
        for edit in edits {
            let path = PathBuf::from(&edit.file);
            let before = files.remove(&path).map(String::from_utf8).transpose();
            let before = before.with_context(|| format!("{} is no text", edit.file))?;
            files.insert(path, edit.apply(before)?.into_bytes());
        }
        for (file, of_package) in VERSIONS {
            let text =
                files.get_mut(Path::new(file)).with_context(|| format!("there is no {file}"))?;
            *text = with_version(&String::from_utf8_lossy(text), of_package, name).into_bytes();
        }
        fs::create_dir_all(&root).with_context(|| format!("cannot create {}", root.display()))?;
        for gone in self::files(&root)?.keys().filter(|path| !files.contains_key(*path)) {
            let path = root.join(gone);
            fs::remove_file(&path).with_context(|| format!("cannot delete {}", path.display()))?;
        }
        for (path, bytes) in files {
            write_if_it_differs(&root.join(path), &bytes)?;
        }
        Ok(Self { project, root })
    }

    /// A command in the copy, with the project's target folder.
    pub(super) fn command(&self, words: &str) -> Command {
        let mut words = words.split_whitespace();
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words).current_dir(&self.root);
        command.env("CARGO_TARGET_DIR", &self.project.target);
        command
    }
}

/// All that is not built.
fn files(root: &Path) -> Result<Files> {
    let mut files = Files::new();
    collect(root, root, &mut files)?;
    Ok(files)
}

fn collect(root: &Path, below: &Path, files: &mut Files) -> Result<()> {
    let cannot = |path: &Path| format!("cannot read {}", path.display());
    for entry in fs::read_dir(below).with_context(|| cannot(below))? {
        let path = entry.with_context(|| cannot(below))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let from_root = path.strip_prefix(root).unwrap_or(&path);
        if folder::is_built(from_root) || (name.starts_with('.') && name != CARGO) {
            continue;
        }
        if path.is_dir() {
            collect(root, &path, files)?;
        } else {
            let bytes = fs::read(&path).with_context(|| cannot(&path))?;
            files.insert(from_root.to_owned(), bytes);
        }
    }
    Ok(())
}

fn write_if_it_differs(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    let cannot = || format!("cannot write {}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(cannot)?;
    }
    fs::write(path, bytes).with_context(cannot)
}

/// The text with this version in every section of that name that is the project's own: other packages have a source.
fn with_version(text: &str, section: &str, version: &str) -> String {
    let mut parts = text.split(section);
    let mut changed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        changed.push_str(section);
        for line in part.split_inclusive('\n') {
            if line.starts_with("version = ") && !part.contains("\nsource = ") {
                changed.push_str(&format!("version = \"0.0.0-{version}\"\n"));
            } else {
                changed.push_str(line);
            }
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::with_version;

    #[test]
    fn only_the_project_s_own_packages_get_the_copy_s_version() {
        let lock = "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nsource = \"r\"\n\n\
                    [[package]]\nname = \"lab\"\nversion = \"0.1.0\"\n";
        let expected = lock.replace("0.1.0", "0.0.0-whole");
        assert_eq!(with_version(lock, "[[package]]", "whole"), expected);
    }
}

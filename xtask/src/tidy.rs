//! The conventions of this code base that a program can check.

mod borders;
mod code;
mod order;
mod shape;

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::command;
use crate::folder;
use crate::project::Project;

/// The folders with Rust code.
const FOLDERS: &[&str] = &["shared", "relay", "web", "xtask", "e2e", "bench"];

/// The folders whose JavaScript and Python the page runs.
const SCRIPTS: &[&str] = &["web/python", "web/transport", "web/editor", "web/terminal"];

/// All violations, each as a line with its place.
pub(crate) fn check(project: &Project) -> Result<Vec<String>> {
    let mut complaints = Vec::new();
    for folder in FOLDERS {
        walk(&project.root, &project.root.join(folder), &[".rs"], &mut |path, text| {
            complaints.extend(shape::complaints(path, text));
            complaints.extend(borders::complaints(path, text));
            complaints.extend(order::complaints(path, text));
        })?;
    }
    for folder in SCRIPTS {
        walk(
            &project.root,
            &project.root.join(folder),
            &[".js", ".mjs", ".py"],
            &mut |path, text| {
                complaints.extend(shape::complaints(path, text));
            },
        )?;
    }
    let mut tree = Command::new("cargo");
    tree.args([
        "tree",
        "--package",
        "lab-shared",
        "--all-features",
        "--edges",
        "normal",
        "--target",
        "all",
    ]);
    let tree = command::output(tree.args(["--prefix", "none"]))?;
    complaints.extend(borders::impure_dependencies(&tree));
    Ok(complaints)
}

/// Calls `visit` with the path from the root and the text of every file below a folder whose name
/// ends with one of `endings`.
fn walk(
    root: &Path,
    below: &Path,
    endings: &[&str],
    visit: &mut impl FnMut(&str, &str),
) -> Result<()> {
    let entries = fs::read_dir(below)
        .with_context(|| format!("cannot list {}", below.display()))?
        .collect::<Result<Vec<_>, _>>()
        .with_context(|| format!("cannot list {}", below.display()))?;
    let mut paths: Vec<_> = entries.into_iter().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            if !name.starts_with('.') && !folder::is_built(path.strip_prefix(root).unwrap_or(&path))
            {
                walk(root, &path, endings, visit)?;
            }
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            let text = fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            visit(&path.strip_prefix(root).unwrap_or(&path).to_string_lossy(), &text);
        }
    }
    Ok(())
}

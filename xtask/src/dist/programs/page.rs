//! The page in a program: fetched from its relay, and compared with what was built.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};

use crate::dist::http::get;

/// Fetches every file below `built` from the relay at `address`, and returns how many there are.
pub(super) fn compare(address: &str, built: &Path) -> Result<usize> {
    let mut files = Vec::new();
    collect(built, &mut files)?;
    ensure!(files.len() > 100, "there is no page in {}", built.display());
    for file in &files {
        let name = file.strip_prefix(built)?.to_str().context("a file's name is not UTF-8")?;
        let path = if name == "index.html" { "" } else { name };
        let body = get(address, path).with_context(|| format!("cannot fetch /{path}"))?;
        ensure!(body == fs::read(file)?, "the program's /{path} is not {}", file.display());
    }
    Ok(files.len())
}

/// The files below `folder` that a client can ask for; the compressed ones go in their place.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("no {}", folder.display()))? {
        let path = entry?.path();
        let compressed = path.extension().is_some_and(|end| end == "br" || end == "gz");
        if path.is_dir() {
            collect(&path, files)?;
        } else if !compressed {
            files.push(path);
        }
    }
    Ok(())
}

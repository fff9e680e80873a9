//! Folders that builds make, and archives that are unpacked into them.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::command;

/// Deletes a folder and all that is in it, if it is there.
pub(crate) fn remove(folder: &Path) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    fs::remove_dir_all(folder).with_context(|| format!("cannot delete {}", folder.display()))
}

/// Unpacks a .zip archive, as a wheel is one, into a folder. No file of it may be run: Python's zipfile forgets that.
pub(crate) fn unzip(archive: &Path, folder: &Path) -> Result<()> {
    let mut python = Command::new("python3");
    python.args(["-m", "zipfile", "--extract"]).arg(archive).arg(folder);
    command::output(&mut python).map(drop)
}

/// Whether a folder, by its path from the project's root, is one that builds make. By its name alone `dist` is none:
/// sources may be in a folder of that name.
pub(crate) fn is_built(folder: &Path) -> bool {
    let anywhere = ["target", "node_modules", "__pycache__"];
    let from_root = ["dist", "web/dist", "web/bundled"];
    let name = folder.file_name().unwrap_or_default();
    anywhere.iter().any(|built| name == *built)
        || from_root.iter().any(|it| folder == Path::new(it))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::is_built;

    #[test]
    fn sources_in_a_folder_called_dist_are_sources() {
        for built in
            ["dist", "web/dist", "web/bundled", "target", "fuzz/target", "web/node_modules"]
        {
            assert!(is_built(Path::new(built)), "{built}");
        }
        assert!(!is_built(Path::new("xtask/src/dist")));
    }
}

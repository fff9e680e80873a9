//! Folders that are emptied and made again.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

/// Deletes a folder and all that is in it, if it is there.
pub(crate) fn remove(folder: &Path) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    fs::remove_dir_all(folder).with_context(|| format!("cannot delete {}", folder.display()))
}

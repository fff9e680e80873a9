//! The paths of the project's folder.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// The folders xtask works in.
#[derive(Clone)]
pub(crate) struct Project {
    /// The top folder, which holds the workspace's `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Cargo's target folder.
    pub(crate) target: PathBuf,
}

impl Project {
    /// Finds the project this xtask was built from.
    pub(crate) fn locate() -> Result<Self> {
        // Read at run time first, so that a moved clone is found.
        let here = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = here.parent().map(Path::to_path_buf).with_context(|| {
            format!("{} has no parent folder to be the project's", here.display())
        })?;
        // Another target folder may be configured in several ways; the place of this program
        // accounts for all of them.
        let program = env::current_exe().context("cannot tell where xtask itself is")?;
        let target =
            program.ancestors().nth(2).map_or_else(|| root.join("target"), Path::to_path_buf);
        Ok(Self { root, target })
    }

    /// Tools installed for this project alone; ignored by git.
    pub(crate) fn tools(&self) -> PathBuf {
        self.root.join(".tools")
    }

    /// The built page, which the relay's binary includes.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("web/dist")
    }

    /// The state xtask keeps between runs; `cargo clean` deletes it on purpose.
    pub(crate) fn memory(&self) -> PathBuf {
        self.target.join("xtask")
    }
}

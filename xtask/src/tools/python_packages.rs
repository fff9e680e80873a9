//! Tools that are Python packages: those of a list with versions and hashes, in a folder of their own.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};

use super::apt;
use crate::command;
use crate::progress::about;
use crate::project::Project;

/// What the tests talk to or compare with. They look for it in this folder.
pub(super) const PEERS: PythonPackages =
    PythonPackages { list: "relay/tests/requirements.txt", folder: "python-peers" };

/// Makes wheels, and links programs for macOS.
pub(super) const MATURIN: PythonPackages =
    PythonPackages { list: "deploy/wheel/requirements.txt", folder: "maturin" };

const EXPECTED: Duration = Duration::from_secs(10);

/// The packages of one list.
pub(super) struct PythonPackages {
    /// Names them with their versions and hashes; under the project's root.
    pub(super) list: &'static str,
    /// Where they are, under .tools.
    pub(super) folder: &'static str,
}

impl PythonPackages {
    /// Whether exactly the packages of the list are installed.
    pub(super) fn all_there(&self, project: &Project) -> bool {
        let installed = fs::read(self.folder(project).join("requirements.txt"));
        let listed = fs::read(project.root.join(self.list));
        installed.is_ok_and(|installed| listed.is_ok_and(|listed| listed == installed))
    }

    /// The folder with the packages, installed if missing.
    pub(super) fn find_or_install(&self, project: &Project) -> Result<PathBuf> {
        let (folder, list) = (self.folder(project), project.root.join(self.list));
        if self.all_there(project) {
            return Ok(folder);
        }
        if command::output(Command::new("python3").args(["-m", "pip", "--version"])).is_err() {
            apt::install(&["python3-pip"], "install Python packages", EXPECTED)?;
        }
        eprintln!("   installing {} into .tools ({})", self.list, about(EXPECTED));
        // pip adds nothing to a folder that an interrupted run has left.
        if folder.is_dir() {
            fs::remove_dir_all(&folder)
                .with_context(|| format!("cannot remove {}", folder.display()))?;
        }
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--only-binary", ":all:"]);
        pip.args(["--require-hashes", "--root-user-action", "ignore"]);
        pip.arg("--target").arg(&folder).arg("--requirement").arg(&list);
        command::run(&mut pip, EXPECTED)
            .with_context(|| format!("cannot install {}; pip must reach PyPI", self.list))?;
        fs::copy(&list, folder.join("requirements.txt"))
            .with_context(|| format!("cannot write into {}", folder.display()))?;
        Ok(folder)
    }

    fn folder(&self, project: &Project) -> PathBuf {
        project.tools().join(self.folder)
    }
}

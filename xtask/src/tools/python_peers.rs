//! The Python packages that the tests talk to or compare with: those of relay/tests/requirements.txt.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};

use super::apt;
use crate::command;
use crate::progress::about;
use crate::project::Project;

/// The packages with their versions and hashes, under the project's root.
const REQUIREMENTS: &str = "relay/tests/requirements.txt";

const EXPECTED: Duration = Duration::from_secs(10);

/// Whether exactly the packages of the list are installed.
pub(super) fn all_there(project: &Project) -> bool {
    let installed = fs::read(folder(project).join("requirements.txt"));
    let listed = fs::read(project.root.join(REQUIREMENTS));
    installed.is_ok_and(|installed| listed.is_ok_and(|listed| listed == installed))
}

/// Installs the packages into `.tools/python-peers`, where the tests look for them.
pub(super) fn find_or_install(project: &Project) -> Result<()> {
    if all_there(project) {
        return Ok(());
    }
    if command::output(Command::new("python3").args(["-m", "pip", "--version"])).is_err() {
        apt::install(&["python3-pip"], "install the tests' Python packages", EXPECTED)?;
    }
    let (folder, list) = (folder(project), project.root.join(REQUIREMENTS));
    eprintln!("   installing {REQUIREMENTS} into .tools ({})", about(EXPECTED));
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
        .with_context(|| format!("cannot install {REQUIREMENTS}; pip must reach PyPI"))?;
    fs::copy(&list, folder.join("requirements.txt"))
        .with_context(|| format!("cannot write into {}", folder.display()))?;
    Ok(())
}

fn folder(project: &Project) -> PathBuf {
    project.tools().join("python-peers")
}

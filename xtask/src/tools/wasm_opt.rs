//! wasm-opt, which shrinks the page's WebAssembly, from its npm package.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result};

use super::BINARYEN;
use super::cargo_tool::{Installed, says_version};
use super::npm;
use crate::command;
use crate::project::Project;

const EXPECTED: Duration = Duration::from_secs(10);

/// wasm-opt if it is installed in the required version.
pub(super) fn find(project: &Project) -> Option<Installed> {
    // The program's version is the first number of the package's.
    let version = BINARYEN.split('.').next().unwrap_or(BINARYEN);
    [Installed::OnPath, Installed::In(folder(project).join("node_modules/.bin"))].into_iter().find(
        |place| {
            command::output(place.command("wasm-opt").arg("--version"))
                .is_ok_and(|said| says_version(&said, version))
        },
    )
}

/// wasm-opt, installed if missing.
pub(super) fn find_or_install(project: &Project) -> Result<Installed> {
    if let Some(found) = find(project) {
        return Ok(found);
    }
    npm::install(&folder(project), &format!("binaryen@{BINARYEN}"), EXPECTED)?;
    find(project).context("wasm-opt was installed but does not run; is Node.js older than 18?")
}

fn folder(project: &Project) -> PathBuf {
    project.tools().join(format!("binaryen-{BINARYEN}"))
}

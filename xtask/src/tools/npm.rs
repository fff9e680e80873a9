//! Tools that are npm packages: installed into a folder of their own.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::command;
use crate::progress::about;

/// Installs a package, named with its version, into `folder`.
pub(super) fn install(folder: &Path, package: &str, expected: Duration) -> Result<()> {
    eprintln!("   installing {package} into .tools ({})", about(expected));
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let mut npm = Command::new("npm");
    npm.arg("install").arg("--prefix").arg(folder);
    npm.args(["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"]);
    npm.args(["--loglevel", "error"]).arg(package);
    command::run(&mut npm, expected).with_context(|| {
        format!(
            "cannot install {package}; Node.js with npm must be on PATH and reach npm's registry"
        )
    })
}

//! The bridges from WebSockets and TCP to TCP that the relay is compared with.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};

use super::apt;
use super::browser::on_path;
use super::cargo_tool::CargoTool;
use super::npm;
use crate::command;
use crate::progress::about;
use crate::project::Project;

/// Without TLS, which would need OpenSSL's headers. Its own lock file names a crate that no longer
/// compiles, so it is installed with the newest matching dependencies.
const WEBSOCAT: CargoTool<'static> = CargoTool {
    package: "websocat",
    version: "1.14.0",
    programs: &["websocat"],
    tells_version: true,
    options: &["--no-default-features", "--features", "signal_handler"],
    locked: false,
    measured: true,
    expected: Duration::from_secs(240),
};

const WISP_JS: &str = "0.5.0";

const WEBSOCKIFY: &str = "0.13.0";

/// websockify unmasks with it; otherwise with a loop in Python.
const NUMPY: &str = "2.4.6";

const EXPECTED: Duration = Duration::from_secs(20);

/// The environment in which the benchmark finds them, each installed if missing.
pub(crate) fn find_or_install(project: &Project) -> Result<Vec<(&'static str, PathBuf)>> {
    if on_path(&["socat"]).is_none() {
        apt::install(&["socat"], "compare the relay with it", EXPECTED)?;
    }
    Ok(vec![
        ("WEBSOCKIFY", websockify(project)?),
        ("WISP_JS", wisp_js(project)?),
        ("WEBSOCAT", WEBSOCAT.find_or_install(project)?.program("websocat")),
    ])
}

/// The folder of wisp-js's package.
fn wisp_js(project: &Project) -> Result<PathBuf> {
    let folder = project.tools().join(format!("wisp-js-{WISP_JS}"));
    let package = folder.join("node_modules/@mercuryworkshop/wisp-js");
    if !package.join("package.json").is_file() {
        npm::install(&folder, &format!("@mercuryworkshop/wisp-js@{WISP_JS}"), EXPECTED)?;
    }
    Ok(package)
}

/// The folder where Python finds websockify.
fn websockify(project: &Project) -> Result<PathBuf> {
    let folder = project.tools().join(format!("websockify-{WEBSOCKIFY}"));
    if is_complete(&folder) {
        return Ok(folder);
    }
    eprintln!("   installing websockify {WEBSOCKIFY} into .tools ({})", about(EXPECTED));
    // pip adds nothing to a folder that an interrupted run has left.
    if folder.is_dir() {
        fs::remove_dir_all(&folder)
            .with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "install", "--quiet", "--no-deps", "--root-user-action", "ignore"]);
    pip.arg("--target").arg(&folder);
    pip.arg(format!("websockify=={WEBSOCKIFY}")).arg(format!("numpy=={NUMPY}"));
    command::run(&mut pip, EXPECTED)
        .context("cannot install websockify; Python's pip must be there and reach PyPI")?;
    Ok(folder)
}

fn is_complete(folder: &Path) -> bool {
    folder.join("websockify").is_dir() && folder.join(format!("numpy-{NUMPY}.dist-info")).is_dir()
}

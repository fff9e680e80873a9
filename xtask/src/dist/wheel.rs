//! The program and the wheel around it: maturin has Cargo build the one and packs the other.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};

use super::release::{PROFILE, Release};
use super::sbom;
use super::targets::Target;
use crate::command;
use crate::folder;
use crate::project::Project;
use crate::tools;

/// How long a build from scratch takes.
const BUILD: Duration = Duration::from_secs(300);

/// The oldest macOS the program runs on, and the first that ran on Apple's own processors.
const OLDEST_MACOS: &str = "11.0";

/// Builds the program for `target` and puts its wheel into the release. Returns the program's path.
pub(super) fn build(
    release: &Release<'_>,
    target: &Target,
    notices: &[PathBuf],
) -> Result<PathBuf> {
    let project = release.project;
    let mut rustup = Command::new("rustup");
    command::output(rustup.args(["target", "add"]).args(target.compiled_for()))?;

    if target.is_windows() {
        tools::find_or_install_for_windows()?;
    }

    let source = project.root.join("deploy/wheel");
    let licences = source.join("licences");
    folder::remove(&licences)?;
    fs::create_dir_all(&licences)?;
    for notice in notices {
        let name = notice.file_name().context("a notice has a name")?;
        fs::copy(notice, licences.join(name))
            .with_context(|| format!("cannot copy {}", notice.display()))?;
    }

    let mut maturin = Command::new(&release.tools.maturin);
    maturin.current_dir(&source).args(["build", "--target", target.triple]);
    if target.is_macos() {
        maturin.arg("--zig").env("CARGO_ZIGBUILD_ZIG_PATH", &release.tools.zig);
        maturin.env("MACOSX_DEPLOYMENT_TARGET", OLDEST_MACOS);
    }
    if !target.compatibility.is_empty() {
        maturin.arg("--compatibility").args(target.compatibility);
    }
    maturin.arg("--sbom-include").arg(sbom::path(release));
    maturin.arg("--out").arg(&release.out);
    // This variable, unlike RUSTFLAGS, allows spaces in a path.
    maturin.env("CARGO_ENCODED_RUSTFLAGS", flags(project, target).join("\u{1f}"));
    command::run(release.stamp(&mut maturin), BUILD)?;
    // Of two programs, maturin makes one that is no target's own.
    let folder = if target.is_macos() { "" } else { target.triple };
    Ok(project.target.join(folder).join(PROFILE).join(target.program()))
}

/// What the compiler is told. Paths of this machine would make each machine's program another.
fn flags(project: &Project, target: &Target) -> Vec<String> {
    let without = |path: &Path, name| format!("--remap-path-prefix={}={name}", path.display());
    let mut flags = vec![without(&project.root, "/socket-lab")];
    flags.extend(cargo_home().map(|home| without(&home, "/cargo")));
    // Cargo leaves the profile's `strip` out for a package whose settings the profile changes; the last word counts.
    flags.push("-Cstrip=symbols".to_owned());
    flags.extend(target.flags.iter().map(|flag| (*flag).to_owned()));
    flags
}

/// Where Cargo keeps the sources of dependencies.
fn cargo_home() -> Option<PathBuf> {
    let given = env::var_os("CARGO_HOME").map(PathBuf::from);
    given.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")))
}

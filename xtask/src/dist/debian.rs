//! The package for Debian and Ubuntu. What is in it stands in relay/Cargo.toml.

use std::path::Path;

use anyhow::{Context as _, Result};

use super::release::{PROFILE, Release};
use super::targets::Target;
use crate::command;

/// Packs the program that was built for `target`, and returns the package's name.
pub(super) fn pack(release: &Release<'_>, target: &Target) -> Result<String> {
    let mut deb = release.tools.deb.command("cargo-deb");
    deb.args(["--quiet", "--no-build", "--no-strip", "--package", "lab-relay"]);
    deb.args(["--profile", PROFILE, "--target", target.triple, "--deb-revision", ""]);
    deb.arg("--output").arg(format!("{}/", release.out.display()));
    let said = command::output(release.stamp(&mut deb))?;
    let name = said.lines().last().map(Path::new).and_then(Path::file_name);
    Ok(name.context("cargo-deb named no package")?.to_string_lossy().into_owned())
}

//! The package for Debian and Ubuntu. What is in it stands in relay/Cargo.toml.

use anyhow::Result;

use super::release::{PROFILE, Release};
use super::targets::Target;
use crate::command;

/// Packs the program that was built for `target`.
pub(super) fn pack(release: &Release<'_>, target: &Target) -> Result<()> {
    let mut deb = release.tools.deb.command("cargo-deb");
    deb.args(["--quiet", "--fast", "--no-build", "--no-strip", "--package", "lab-relay"]);
    deb.args(["--profile", PROFILE, "--target", target.triple, "--deb-revision", ""]);
    deb.arg("--output").arg(format!("{}/", release.out.display()));
    command::output(release.stamp(&mut deb)).map(drop)
}

//! `cargo xtask dist --check`: what was packed is installed, started and used as a person would, then removed.

mod archive;
mod deb;
mod image;
mod places;
mod started;
mod wheel;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};

use super::Sums;
use super::programs;
use super::release::Release;
use super::targets::TARGETS;
use crate::command;
use crate::project::Project;
use crate::relay;
use crate::suite::with_the_lab;

/// Checks the files of `release` that this machine can use.
pub(super) fn all(release: &Release<'_>, sums: &Sums) -> Result<()> {
    let mut sum = Command::new("sha256sum");
    sum.args(["--check", "--quiet", "--strict", "SHA256SUMS"]).current_dir(&release.out);
    command::output(&mut sum)?;
    let folder = release.parts().join("check");
    places::check(release, &folder)?;
    // The first is for this machine.
    wheel::check(release, &folder)?;
    for target in TARGETS {
        archive::check(release, target, &folder)?;
    }
    let deb = sums.keys().find(|name| name.ends_with("_amd64.deb"));
    deb::check(release, &release.out.join(deb.context("there is no package")?), &folder)?;
    formula_is_ruby(&release.out)?;
    programs::check(release, &folder)?;
    image::check(release)
}

/// Has Ruby read Homebrew's formula, where there is Ruby. The tests of `manifests` look at all of them everywhere.
fn formula_is_ruby(out: &Path) -> Result<()> {
    if command::output(Command::new("ruby").arg("--version")).is_err() {
        eprintln!("   no Ruby here to read Homebrew's formula");
        return Ok(());
    }
    command::output(Command::new("ruby").args(["-c", "socket-lab.rb"]).current_dir(out)).map(drop)
}

/// Rounds between a page, the relay of `command` and real programs, and every call beside CPython's own, from the relay's
/// own tests.
fn play(command: &str) -> Result<()> {
    let mut tests = relay::tests_with(command);
    tests.args(["peers::", "conformance::the_relay_ends_every_call_as_cpython_does"]);
    command::run(&mut tests, Duration::from_secs(60))
}

/// The first lesson in Chromium, with the page and the relay of `program`.
fn play_first_lesson(project: &Project, program: &Path) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.args(["test", "--package", "lab-e2e", "--test", "lessons_in_the_page", "--"]);
    let cargo = with_the_lab(project, cargo.args(["--exact", "a1"]))?;
    command::run(cargo.env("SOCKET_LAB_BIN", program), Duration::from_secs(60))
}

/// A path as a word of a command, which the relay's tests split at spaces.
pub(super) fn word(path: &Path) -> Result<&str> {
    let text = path.to_str().context("a path here is not UTF-8")?;
    anyhow::ensure!(!text.contains(' '), "the relay's tests start no program of {text:?}");
    Ok(text)
}

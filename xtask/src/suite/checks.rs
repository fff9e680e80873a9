//! The steps of the suite that need no browser.

use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};

use crate::command;
use crate::project::Project;
use crate::tidy;
use crate::tools;

/// The crates with tests of their own on this machine; the end-to-end tests are apart.
const HOST_TESTED: &[&str] = &["lab-shared", "lab-relay", "lab-web", "lab-tls", "xtask"];

pub(super) fn format(_: &Project) -> Result<()> {
    let mut cargo = Command::new("cargo");
    command::run(cargo.args(["fmt", "--all", "--check"]), Duration::from_secs(5))
}

pub(super) fn clippy(_: &Project) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.args(["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]);
    command::run(&mut cargo, Duration::from_secs(150))
}

pub(super) fn tidy(project: &Project) -> Result<()> {
    let complaints = tidy::check(project)?;
    for complaint in &complaints {
        eprintln!("   {complaint}");
    }
    match complaints.len() {
        0 => Ok(()),
        1 => bail!("one thing is untidy, named above"),
        many => bail!("{many} things are untidy, named above"),
    }
}

/// Known vulnerabilities have a separate check: they change without a commit, and need a database
/// from the network.
pub(super) fn deny(project: &Project) -> Result<()> {
    let mut deny = tools::cargo_deny(project)?.command("cargo-deny");
    deny.args(["--workspace", "check", "bans", "licenses", "sources"]);
    command::run(&mut deny, Duration::from_secs(10))
}

pub(super) fn host(_: &Project) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.arg("test");
    for package in HOST_TESTED {
        cargo.args(["--package", package]);
    }
    command::run(&mut cargo, Duration::from_secs(240))
}

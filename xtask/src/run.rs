//! `run`, `build` and `setup`: from a bare checkout to a relay with the page inside.

use std::os::unix::process::CommandExt as _;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::packages;
use crate::page;
use crate::pipeline;
use crate::project::Project;
use crate::relay;
use crate::scripts;
use crate::tools;

/// Builds what is missing, then becomes the relay.
pub(crate) fn run(project: &Project, relay_args: &[String]) -> Result<()> {
    build(project)?;
    let binary = relay::release_binary(project);
    eprintln!();
    // In place of xtask rather than under it, so that Ctrl+C and signals reach only the relay.
    let error = Command::new(&binary).args(relay_args).exec();
    Err(error).with_context(|| format!("cannot start {}", binary.display()))
}

/// Builds what is missing.
pub(crate) fn build(project: &Project) -> Result<()> {
    pipeline::run(project, &[tools::FOR_PAGE_ALONE, scripts::STEP, page::STEP, relay::STEP])
}

/// Finds or installs every tool.
pub(crate) fn set_up(project: &Project) -> Result<()> {
    let steps = [
        tools::FOR_PAGE,
        packages::STEP,
        tools::FOR_TESTS,
        packages::FOR_TESTS,
        tools::FOR_LICENCES,
    ];
    pipeline::run(project, &steps)
}

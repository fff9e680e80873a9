//! The release under way: its folders, its tools and the time in its files.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::command;
use crate::project::Project;
use crate::tools::DistTools;

/// The version of everything in the workspace.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What the program is, in a line.
pub(super) const SUMMARY: &str = "Real sockets, one call at a time, from a page in your browser";

/// The same in Chinese.
pub(super) const SUMMARY_CHINESE: &str = "在浏览器里一步一步地做真实的套接字调用";

/// The profile of Cargo.toml that a release is built with.
pub(super) const PROFILE: &str = "dist";

/// What a program is started with to be tried.
pub(super) const ARGUMENTS: [&str; 3] = ["--no-browser", "--listen", "127.0.0.1:0"];

/// What every part of the release needs.
pub(super) struct Release<'a> {
    pub(super) project: &'a Project,
    pub(super) tools: DistTools,
    /// Where the files go.
    pub(super) out: PathBuf,
    /// Seconds since 1970: the only time that goes into a file.
    pub(super) epoch: u64,
}

impl<'a> Release<'a> {
    /// A release of the commit that is checked out, into `out`.
    pub(super) fn new(project: &'a Project, out: PathBuf) -> Result<Self> {
        let said = command::output(Command::new("git").args(["log", "-1", "--format=%ct"]))?;
        let epoch = said.trim().parse().context("git told no time of the last commit")?;
        let tools = DistTools::find_or_install(project)?;
        Ok(Self { project, tools, out, epoch })
    }

    /// Where parts of the release lie before they are packed.
    pub(super) fn parts(&self) -> PathBuf {
        self.project.target.join("packed")
    }

    /// The variable by which tools are told the time for their files
    /// (reproducible-builds.org, "SOURCE_DATE_EPOCH").
    pub(super) fn stamp<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command.env("SOURCE_DATE_EPOCH", self.epoch.to_string())
    }
}

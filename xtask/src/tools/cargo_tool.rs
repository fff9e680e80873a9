//! Tools that are crates: used from PATH in exactly the required version, else installed into the
//! project's own folder.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::command;
use crate::folder;
use crate::progress::about;
use crate::project::Project;

/// A crate that installs programs.
pub(super) struct CargoTool<'a> {
    pub(super) package: &'a str,
    pub(super) version: &'a str,
    /// The programs wanted of it.
    pub(super) programs: &'a [&'a str],
    /// Whether the programs print their version. Of those that do not, only this project's own
    /// installation is used: its folder's name has the version.
    pub(super) tells_version: bool,
    /// Options of `cargo install` that make it quick to compile.
    pub(super) options: &'a [&'a str],
    /// Whether the dependencies of its lock file compile.
    pub(super) locked: bool,
    /// Its own speed is measured, so it is compiled as its authors do.
    pub(super) measured: bool,
    /// How long it takes to compile on two cores.
    pub(super) expected: Duration,
}

/// Where a tool's programs are.
pub(crate) enum Installed {
    /// Wherever PATH leads.
    OnPath,
    /// In this folder.
    In(PathBuf),
}

impl Installed {
    /// A command that starts `program`, one of the tool's.
    pub(crate) fn command(&self, program: &str) -> Command {
        Command::new(self.program(program))
    }

    /// One of the tool's programs, as it is to be started.
    pub(crate) fn program(&self, program: &str) -> PathBuf {
        match self {
            Self::OnPath => program.into(),
            Self::In(folder) => folder.join(program),
        }
    }

    /// The folder to put in front of PATH for others to find the tool, if any.
    pub(super) fn folder(&self) -> Option<&PathBuf> {
        match self {
            Self::OnPath => None,
            Self::In(folder) => Some(folder),
        }
    }
}

impl CargoTool<'_> {
    /// The tool if it is installed in the required version.
    pub(super) fn find(&self, project: &Project) -> Option<Installed> {
        let installed = self.folder(project).join("bin");
        if !self.tells_version {
            let there = self.programs.iter().all(|program| installed.join(program).is_file());
            return there.then_some(Installed::In(installed));
        }
        [Installed::OnPath, Installed::In(installed)].into_iter().find(|place| {
            self.programs.iter().all(|program| {
                command::output(place.command(program).arg("--version"))
                    .is_ok_and(|said| says_version(&said, self.version))
            })
        })
    }

    /// The tool, installed if missing.
    pub(super) fn find_or_install(&self, project: &Project) -> Result<Installed> {
        if let Some(found) = self.find(project) {
            return Ok(found);
        }
        let name = format!("{} {}", self.package, self.version);
        eprintln!("   installing {name} into .tools ({})", about(self.expected));
        if !self.locked {
            self.install(project, &[])?;
        } else if self.install(project, &["--locked"]).is_err() {
            // Its lock file may name a crate version that was withdrawn, or that a mirror does not
            // have yet. The tool itself still has exactly the required version.
            eprintln!("   trying again with the newest dependencies that fit");
            self.install(project, &[])?;
        }
        self.find(project).with_context(|| {
            format!("{name} was installed but does not run; delete .tools and try again")
        })
    }

    fn install(&self, project: &Project, lock: &[&str]) -> Result<()> {
        // Beside the tools, so that an interrupted installation continues where it stopped.
        let build = project.tools().join("build").join(self.package);
        let mut cargo = Command::new("cargo");
        cargo.arg("install").arg(format!("{}@{}", self.package, self.version));
        cargo.args(lock).args(self.options);
        if !self.measured {
            // Full optimization would cost more time now than it saves in use.
            cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
            cargo.env("CARGO_PROFILE_RELEASE_LTO", "off");
            cargo.env("CARGO_PROFILE_DEV_DEBUG", "0");
        }
        for program in self.programs {
            cargo.args(["--bin", program]);
        }
        cargo.arg("--root").arg(self.folder(project)).arg("--target-dir").arg(&build);
        if let Err(error) = command::run(&mut cargo, self.expected) {
            bail!(
                "cannot install {} {}: {error}; Cargo needs to reach crates.io for this",
                self.package,
                self.version
            );
        }
        folder::remove(&build)
    }

    fn folder(&self, project: &Project) -> PathBuf {
        project.tools().join(format!("{}-{}", self.package, self.version))
    }
}

/// Whether a program's answer to `--version` names exactly this version.
pub(super) fn says_version(said: &str, version: &str) -> bool {
    said.split_whitespace().any(|word| word == version)
}

#[cfg(test)]
mod tests {
    use super::says_version;

    #[test]
    fn a_version_is_compared_whole() {
        assert!(says_version("trunk 0.21.14\n", "0.21.14"));
        assert!(says_version("wasm-bindgen 0.2.129 (abc)", "0.2.129"));
        assert!(!says_version("trunk 0.21.140", "0.21.14"));
        assert!(!says_version("trunk 0.21.1", "0.21.14"));
    }
}

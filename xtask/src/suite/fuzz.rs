//! The fuzz targets, run for a moment: longer runs are a person's.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::command;
use crate::folder;
use crate::project::Project;
use crate::tools;

/// The targets of fuzz/, and how many inputs each gets. They begin from nothing and with the same
/// seed, so that a failure is the same the next time.
const TARGETS: &[(&str, u32)] =
    &[("wire", 1_000_000), ("framing", 300_000), ("chat_room", 100_000)];

/// Longest input in bytes: enough for every form of message.
const LONGEST: &str = "-max_len=600";

/// Builds the targets and runs each.
pub(super) fn fuzz(project: &Project) -> Result<()> {
    let fuzz = tools::cargo_fuzz(project)?;
    for (target, runs) in TARGETS {
        let inputs = inputs(project, target)?;
        let mut command = fuzz.command("cargo-fuzz");
        // Safe Rust needs no sanitizer, and without one the stable compiler does.
        command.args(["fuzz", "run", "--sanitizer", "none", target]).arg(&inputs);
        command.args(["--", "-seed=1", LONGEST]).arg(format!("-runs={runs}"));
        command::run(&mut command, Duration::from_secs(40)).with_context(|| {
            format!("the input that failed {target} is named above; it lies in fuzz/artifacts")
        })?;
    }
    Ok(())
}

/// An empty folder for the inputs that a target finds worth keeping.
fn inputs(project: &Project, target: &str) -> Result<PathBuf> {
    let folder = project.memory().join("fuzz").join(target);
    folder::remove(&folder)?;
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    Ok(folder)
}

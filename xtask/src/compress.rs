//! Compresses each file of the built page beside it, for the relay to serve unchanged.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::command;
use crate::project::Project;

/// Node.js carries both compressors, so that xtask need not.
pub(crate) const SCRIPT: &str = include_str!("compress.js");

/// How long it takes with nothing cached: almost all of it is Pyodide.
const EXPECTED: Duration = Duration::from_secs(40);

/// Writes `<file>.br` and `<file>.gz` beside every file of web/dist that becomes smaller. Compressed
/// files are cached by their content.
pub(crate) fn compress(project: &Project) -> Result<()> {
    let mut node = Command::new("node");
    node.args(["-e", SCRIPT]).arg(project.dist()).arg(project.memory().join("compressed"));
    command::run(&mut node, EXPECTED).context("cannot compress the page's files")
}

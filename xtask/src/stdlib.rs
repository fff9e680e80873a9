//! Python's standard library for the page, with the modules that every program loads compiled.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};
use rustpython_pylib::LIB_PATH;

use crate::command;
use crate::project::Project;

/// Pyodide itself compiles the library, so that the code has its version.
pub(crate) const SCRIPT: &str = include_str!("stdlib.mjs");

const EXPECTED: Duration = Duration::from_secs(15);

/// The library made of the one in Pyodide's folder; made once for each version of Pyodide and of the
/// script.
pub(crate) fn compiled(project: &Project, pyodide: &Path, version: &str) -> Result<PathBuf> {
    let library = project.memory().join("python_stdlib.zip");
    let stamp = project.memory().join("python_stdlib.stamp");
    let made_of = format!("{version}\n{LIB_PATH}\n{SCRIPT}");
    let fresh = fs::read_to_string(&stamp).is_ok_and(|noted| noted == made_of);
    if !(fresh && library.is_file()) {
        let mut node = Command::new("node");
        node.args(["--input-type=module", "-e", SCRIPT, "--"]).arg(pyodide).arg(&library);
        // CPython's own `ssl`, in whose place Pyodide has one that does nothing.
        node.arg(Path::new(LIB_PATH).join("ssl.py"));
        command::run(&mut node, EXPECTED).context("cannot compile Python's standard library")?;
        fs::write(&stamp, made_of).with_context(|| format!("cannot write {}", stamp.display()))?;
    }
    Ok(library)
}

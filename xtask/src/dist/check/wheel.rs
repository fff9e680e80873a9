//! The wheel in an environment of its own, as pip chooses it from the folder, without a network.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, ensure};

use super::started;
use crate::command;
use crate::dist::release::{ARGUMENTS, Release, VERSION};
use crate::folder;

/// Installs the wheel, starts its program in both ways, and plays rounds and the first lesson.
pub(super) fn check(release: &Release<'_>, folder: &Path) -> Result<()> {
    let venv = folder.join("venv");
    folder::remove(&venv)?;
    command::output(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
    let python = venv.join("bin/python");
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--no-index", "--disable-pip-version-check"]);
    pip.arg("--find-links").arg(&release.out).arg(format!("socket-lab=={VERSION}"));
    command::output(&mut pip)?;
    let program = venv.join("bin/socket-lab");
    let told = command::output(Command::new(&program).arg("--version"))?;
    let module = ["-m", "socket_lab", "--version"];
    let by_module = command::output(Command::new(&python).args(module))?;
    ensure!(told == by_module, "python -m socket_lab says {by_module:?}, not {told:?}");
    ensure!(told.contains(VERSION), "the program is {told:?}, not {VERSION}");
    let log = folder.join("relay.log");
    started::fetch(&program, &ARGUMENTS, &log)?;
    let time = started::soon(&program, &log)?;
    eprintln!("   the program of the wheel answers {} ms after its start", time.as_millis());
    super::play(&format!("{} -m socket_lab", super::word(&python)?))?;
    super::play_first_lesson(release.project, &program)?;
    let pip = ["-m", "pip", "uninstall", "--yes", "--disable-pip-version-check", "socket-lab"];
    command::output(Command::new(&python).args(pip))?;
    ensure!(!program.exists(), "pip left {} behind", program.display());
    folder::remove(&venv)
}

//! Debian's packages: installed with the rights for it, otherwise named for the person to install.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::command;
use crate::progress::about;

/// Installs packages, or prints the command to type. `purpose` completes "… are needed to".
pub(super) fn install(packages: &[&str], purpose: &str, expected: Duration) -> Result<()> {
    let names = packages.join(" ");
    if command::output(Command::new("apt-get").arg("--version")).is_err() {
        bail!(
            "the programs of Debian's packages {names} are needed to {purpose}, and there is no \
             apt here to install them with; install them in this system's own way"
        );
    }
    let user = command::output(Command::new("id").arg("-u"))?;
    if user.trim() != "0" {
        bail!(
            "the packages {names} are needed to {purpose}; install them with\n    \
             sudo apt-get install --no-install-recommends {names}"
        );
    }
    eprintln!("   installing {names} with apt ({})", about(expected));
    // Without fresh lists a package may be listed with a version no longer available. Where one of
    // several sources fails, the others may still have the package.
    if let Err(error) = command::run(apt().args(["-qq", "update"]), expected) {
        eprintln!("   going on with the old lists: {error}");
    }
    command::run(
        apt().args(["-q", "-y", "--no-install-recommends", "install"]).args(packages),
        expected,
    )
    .with_context(|| format!("apt cannot install {names}, which are needed to {purpose}"))
}

fn apt() -> Command {
    let mut apt = Command::new("apt-get");
    apt.env("DEBIAN_FRONTEND", "noninteractive");
    // Another apt may be running, often on a machine that has just started.
    apt.args(["-o", "DPkg::Lock::Timeout=300"]);
    apt
}

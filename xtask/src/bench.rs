//! `cargo xtask bench`: Socket Lab beside its peers, in one run on this machine.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use crate::command;
use crate::project::Project;
use crate::relay;
use crate::tools;

/// How long all parts take in full.
const EXPECTED: Duration = Duration::from_secs(1500);

/// Finds or installs the peers, builds the relay for release and runs the benchmark, with these
/// arguments for it.
pub(crate) fn bench(project: &Project, arguments: &[String]) -> Result<()> {
    tools::find_or_install_ncat()?;
    tools::find_or_install_iperf3()?;
    let bridges = tools::bridges(project)?;
    relay::build_release(project)?;
    run(project, arguments, bridges, EXPECTED)
}

/// Runs the benchmark with the relay that was built for release, and with the peers that it finds in
/// these variables.
pub(crate) fn run(
    project: &Project,
    arguments: &[String],
    peers: Vec<(&'static str, PathBuf)>,
    expected: Duration,
) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo
        .args(["run", "--release", "--package", "lab-bench", "--"])
        .args(arguments)
        .envs(peers)
        .env("SOCKET_LAB_BIN", relay::release_binary(project));
    command::run(&mut cargo, expected)
}

//! The step `container`: the image around the relay built already, run as `compose.yaml` says, and used.
//!
//! Public images cannot be had everywhere, and compiling all over again inside one would double the
//! time of the tests. So the runtime stage alone is built, on a base of Debian's own packages.

mod base;
mod engine;
mod running;

use std::fs;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::command;
use crate::pipeline::Step;
use crate::project::Project;
use crate::relay;
use crate::tools;
use engine::Engine;
use running::Running;

/// The name compose.yaml gives the image.
const IMAGE: &str = "socket-lab";

/// What the Dockerfile's runtime stage stands on unless it is told otherwise.
const RUNTIME_IMAGE: &str = "debian:bookworm-slim";

/// The step.
pub(crate) const STEP: Step = Step {
    name: "container",
    what: "lint the Dockerfile, build the image, run it read-only and use it with nc",
    first_time: Duration::from_secs(90),
    spared: |_| engine::unavailable(),
    action: check,
};

fn check(project: &Project) -> Result<()> {
    let mut lint = Command::new(tools::hadolint(project)?);
    command::run(lint.arg("Dockerfile"), Duration::from_secs(5))?;
    tools::find_or_install_engine()?;
    relay::build_release(project)?;
    let base = base::find_or_make(project)?;

    let engine = Engine::start()?;
    command::output(engine.docker().arg("import").arg(&base).arg(RUNTIME_IMAGE))?;
    build(project, &engine)?;
    let running = Running::start(&engine)?;
    running.is_confined()?;
    use_it(&running)?;
    running.stop()
}

/// Builds the runtime stage with nothing but the program for a context.
fn build(project: &Project, engine: &Engine) -> Result<()> {
    let context = engine.folder().join("context");
    fs::create_dir_all(&context).with_context(|| format!("cannot create {}", context.display()))?;
    let binary = relay::release_binary(project);
    fs::copy(&binary, context.join("socket-lab"))
        .with_context(|| format!("cannot copy {}", binary.display()))?;
    let mut docker = engine.docker();
    docker.args(["build", "--quiet", "--network", "host", "--build-arg", "BINARY=prebuilt"]);
    docker.args(["--tag", IMAGE, "--file", "Dockerfile"]).arg(&context);
    command::run(&mut docker, Duration::from_secs(10))
}

/// A page's WebSocket from the relay's own tests, and a real nc, both from outside.
fn use_it(running: &Running) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.args(["test", "--package", "lab-relay", "--test", "relay", "--", "--ignored"]);
    cargo.args(["--exact", "container::nc_on_this_machine_meets_a_lab_server_in_the_container"]);
    running.tell(&mut cargo);
    command::run(&mut cargo, Duration::from_secs(60))
}

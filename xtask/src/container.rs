//! The step `container`: builds the image around the relay built already, runs it as `compose.yaml`
//! describes, and uses it; then once more with `deploy/networks.compose.yaml`, so that pages have networks of their
//! own there.
//!
//! Public images are not available everywhere, and compiling again inside one would double the time
//! of the tests. So only the runtime stage is built, on a base of Debian's own packages.

mod base;
mod engine;
mod running;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::command;
use crate::pipeline::Step;
use crate::project::Project;
use crate::relay;
use crate::tools;
use engine::Engine;
use running::{Running, Setting};

/// The name compose.yaml gives the image.
const IMAGE: &str = "socket-lab";

/// The default base image of the Dockerfile's runtime stage.
const RUNTIME_IMAGE: &str = "debian:bookworm-slim";

/// The bus, for the tests alone: Debian's nats-server on the same base.
const NATS_IMAGE: &str = "socket-lab-test-nats";

/// Its Dockerfile.
const NATS_DOCKERFILE: &str = "COPY nats-server /\nENTRYPOINT [\"/nats-server\"]\n";

/// The step.
pub(crate) const STEP: Step = Step {
    name: "container",
    what: "lint the Dockerfile, build the image, run it read-only without and with networks of one's own",
    first_time: Duration::from_secs(90),
    spared: |_| engine::unavailable(),
    action: check,
};

fn check(project: &Project) -> Result<()> {
    let mut lint = Command::new(tools::hadolint(project)?);
    command::run(lint.arg("Dockerfile"), Duration::from_secs(5))?;
    relay::build_release(project)?;
    let engine = engine(project)?;
    let binary = relay::release_binary(project);
    build(&engine, IMAGE, &project.root.join("Dockerfile"), ("socket-lab", &binary))?;
    use_in(&engine, Setting::Usual, "container::as_compose_says")?;
    use_in(&engine, Setting::Networks, "container::with_networks")
}

/// Loads an image of a release and uses it as the step does, or says why no engine can run here.
pub(crate) fn use_packed(project: &Project, archive: &Path, tag: &str) -> Result<()> {
    if let Some(why) = engine::unavailable() {
        eprintln!("   the container image: {why}");
        return Ok(());
    }
    let engine = engine(project)?;
    command::output(engine.docker().arg("load").arg("--input").arg(archive))?;
    command::output(engine.docker().args(["tag", tag, IMAGE]))?;
    use_in(&engine, Setting::Usual, "container::as_compose_says")
}

/// An engine that has the images of what the relay is tested with.
fn engine(project: &Project) -> Result<Engine> {
    tools::find_or_install_engine()?;
    let base = base::find_or_make(project)?;
    let engine = Engine::start()?;
    command::output(engine.docker().arg("import").arg(&base).arg(RUNTIME_IMAGE))?;
    let dockerfile = engine.folder().join("nats.Dockerfile");
    fs::write(&dockerfile, format!("FROM {RUNTIME_IMAGE}\n{NATS_DOCKERFILE}"))
        .with_context(|| format!("cannot write {}", dockerfile.display()))?;
    build(&engine, NATS_IMAGE, &dockerfile, ("nats-server", &tools::nats_server()?))?;
    Ok(engine)
}

/// Starts the image that there is, uses it, and stops it.
fn use_in(engine: &Engine, setting: Setting, tests: &str) -> Result<()> {
    let running = Running::start(engine, setting)?;
    running.is_confined()?;
    use_it(&running, tests)?;
    running.says_what_is_denied()?;
    running.stop()
}

/// Builds an image with nothing but one program for a context.
fn build(engine: &Engine, image: &str, dockerfile: &Path, program: (&str, &Path)) -> Result<()> {
    let (name, program) = program;
    let context = engine.folder().join(image);
    fs::create_dir_all(&context).with_context(|| format!("cannot create {}", context.display()))?;
    fs::copy(program, context.join(name))
        .with_context(|| format!("cannot copy {}", program.display()))?;
    let mut docker = engine.docker();
    docker.args(["build", "--quiet", "--network", "host", "--tag", image]);
    // Only the relay's Dockerfile has this argument; the other ignores it.
    docker.args(["--build-arg", "BINARY=prebuilt"]);
    command::run(docker.arg("--file").arg(dockerfile).arg(&context), Duration::from_secs(10))
}

/// A page's WebSocket from the relay's own tests, and a real nc, both from outside.
fn use_it(running: &Running, tests: &str) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.args(["test", "--package", "lab-relay", "--test", "relay", "--"]);
    cargo.args(["--ignored", tests]);
    running.tell(&mut cargo);
    command::run(&mut cargo, Duration::from_secs(60))
}

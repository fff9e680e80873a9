//! The relay in its container: started as `compose.yaml` says, looked at from outside, and stopped.

use std::fs;
use std::net::TcpListener;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};

use super::engine::Engine;
use crate::children::POLL;
use crate::command;

/// The token of the relay's tests.
const TOKEN: &str = "test-token";

/// How long the container may take to be healthy: more than one of the image's health intervals.
const HEALTHY_WITHIN: Duration = Duration::from_secs(30);

/// The user the image runs as.
const USER: &str = "65532";

/// A running relay, taken down when dropped.
pub(super) struct Running<'a> {
    engine: &'a Engine,
    container: String,
    page_port: u16,
    lab_port: u16,
}

impl<'a> Running<'a> {
    /// Starts the relay, and waits until the image's own check finds it healthy.
    pub(super) fn start(engine: &'a Engine) -> Result<Self> {
        let [page_port, lab_port] = free_ports()?;
        let mut running = Self { engine, container: String::new(), page_port, lab_port };
        // Both profiles are well formed, even though only one can run without a public image.
        let config = ["--profile", "bus", "config", "--quiet"];
        command::output(running.compose().args(config))?;
        let up = ["up", "--detach", "--no-build", "relay"];
        command::output(running.compose().args(up))?;
        let id = command::output(running.compose().args(["ps", "--quiet", "relay"]))?;
        running.container = id.trim().to_owned();
        let started = Instant::now();
        while running.inspect("{{.State.Health.Status}}")? != "healthy" {
            let logs = || command::output(running.compose().arg("logs")).unwrap_or_default();
            ensure!(
                started.elapsed() < HEALTHY_WITHIN,
                "the container is not healthy; it says:\n{}",
                logs()
            );
            thread::sleep(POLL);
        }
        Ok(running)
    }

    /// Whether the process has no privileges and nothing to write on.
    pub(super) fn is_confined(&self) -> Result<()> {
        let read_only = self.inspect("{{.HostConfig.ReadonlyRootfs}}")?;
        ensure!(read_only == "true", "the root file system can be written");
        let path = format!("/proc/{}/status", self.inspect("{{.State.Pid}}")?);
        let status = fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
        for (name, expected) in
            [("Uid:", USER), ("Gid:", USER), ("CapBnd:", "0000000000000000"), ("NoNewPrivs:", "1")]
        {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            let values: Vec<&str> = line.unwrap_or_default().split_whitespace().collect();
            let as_expected = !values.is_empty() && values.iter().all(|value| *value == expected);
            ensure!(as_expected, "the relay's process has {name} {values:?}, not {expected}");
        }
        Ok(())
    }

    /// Tells a test where the relay is.
    pub(super) fn tell(&self, test: &mut Command) {
        test.env("SOCKET_LAB_TEST_CONTAINER", format!("127.0.0.1:{}", self.page_port));
        test.env("SOCKET_LAB_TEST_PORT", self.lab_port.to_string());
    }

    /// Stops the relay as an engine does, and sees that it ended by itself.
    pub(super) fn stop(self) -> Result<()> {
        command::output(self.compose().args(["stop", "relay"]))?;
        let code = self.inspect("{{.State.ExitCode}}")?;
        ensure!(code == "0", "stopped by the image's STOPSIGNAL, the relay ended with {code}");
        Ok(())
    }

    fn inspect(&self, what: &str) -> Result<String> {
        let mut docker = self.engine.docker();
        let found = command::output(docker.args(["inspect", "--format", what, &self.container]))?;
        Ok(found.trim().to_owned())
    }

    fn compose(&self) -> Command {
        let mut compose = self.engine.compose();
        compose.env("SOCKET_LAB_TOKEN", TOKEN);
        compose.env("SOCKET_LAB_PORT", self.page_port.to_string());
        compose.env("SOCKET_LAB_PORTS", self.lab_port.to_string());
        compose
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        if let Err(error) = command::output(self.compose().args(["down", "--volumes"])) {
            eprintln!("   cannot take the container down: {error:#}");
        }
    }
}

/// Ports of this machine that nobody uses at the moment.
fn free_ports() -> Result<[u16; 2]> {
    let listen = || TcpListener::bind("127.0.0.1:0").context("no port of this machine is free");
    // Both at once, so that they differ.
    let (one, other) = (listen()?, listen()?);
    Ok([one.local_addr()?.port(), other.local_addr()?.port()])
}

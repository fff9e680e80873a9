//! The containers of `compose.yaml`: the relay and two rooms on a bus, started, inspected, and stopped.

use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};

use super::engine::Engine;
use crate::children::POLL;
use crate::command;

/// The token of the relay's tests.
const TOKEN: &str = "test-token";

/// How long the containers may take: the image's health check runs every few seconds, and a room
/// that starts before its bus is restarted.
const READY_WITHIN: Duration = Duration::from_secs(60);

/// How the containers are set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setting {
    /// As `compose.yaml` alone says, with the engine's own seccomp profile.
    Usual,
    /// With what networks of one's own take.
    Networks,
}

impl Setting {
    fn files(self) -> &'static [&'static str] {
        match self {
            Self::Usual => &["compose.yaml"],
            Self::Networks => &["compose.yaml", "deploy/networks.compose.yaml"],
        }
    }
}

/// How the relay says that there are no networks, and what it names as the remedy in a container.
const DENIED: &str = "no networks of their own";
const REMEDY: &str = "--security-opt seccomp=unconfined";

/// The user the image runs as.
const USER: &str = "65532";

/// The running containers, taken down when dropped.
pub(super) struct Running<'a> {
    engine: &'a Engine,
    setting: Setting,
    tun: PathBuf,
    container: String,
    /// Of the page, a lab server, and each room, as published on this machine.
    ports: [u16; 4],
}

impl<'a> Running<'a> {
    /// Starts them, and waits until the image's own check finds the relay healthy and the rooms have
    /// joined their bus.
    pub(super) fn start(engine: &'a Engine, setting: Setting) -> Result<Self> {
        let mut running = Self {
            engine,
            setting,
            tun: engine.tun()?,
            container: String::new(),
            ports: free_ports()?,
        };
        command::output(running.compose().args(["up", "--detach", "--no-build"]))?;
        let id = command::output(running.compose().args(["ps", "--quiet", "relay"]))?;
        running.container = id.trim().to_owned();
        running.wait("the relay is healthy", |running| {
            Ok(running.inspect("{{.State.Health.Status}}")? == "healthy")
        })?;
        running.wait("the rooms have joined the bus", |running| {
            let logs = command::output(running.compose().args(["logs", "room-1", "room-2"]))?;
            Ok(logs.matches("bus joined").count() == 2)
        })?;
        Ok(running)
    }

    fn wait(&self, what: &str, is_so: impl Fn(&Self) -> Result<bool>) -> Result<()> {
        let started = Instant::now();
        while !is_so(self)? {
            if started.elapsed() > READY_WITHIN {
                let logs = command::output(self.compose().arg("logs"))?;
                bail!("waited too long until {what}; the containers say:\n{logs}");
            }
            thread::sleep(POLL);
        }
        Ok(())
    }

    /// Checks that the process has no privileges and no writable files.
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

    /// Checks that the relay says once that the engine denies networks, with the remedy, or not at all.
    pub(super) fn says_what_is_denied(&self) -> Result<()> {
        let logs = command::output(self.compose().args(["logs", "relay"]))?;
        let expected = usize::from(self.setting == Setting::Usual);
        for words in [DENIED, REMEDY] {
            let said = logs.matches(words).count();
            ensure!(said == expected, "{words:?} is said {said} times, not {expected}:\n{logs}");
        }
        Ok(())
    }

    /// Passes the relay's address to a test.
    pub(super) fn tell(&self, test: &mut Command) {
        let [page, lab, rooms @ ..] = self.ports;
        test.env("SOCKET_LAB_TEST_CONTAINER", format!("127.0.0.1:{page}"));
        test.env("SOCKET_LAB_TEST_PORT", lab.to_string());
        test.env("SOCKET_LAB_TEST_ROOMS", rooms.map(|port| port.to_string()).join(" "));
    }

    /// Stops the relay as an engine does, and checks that it ended by itself.
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
        let mut compose = self.engine.compose(self.setting.files());
        compose.args(["--profile", "bus"]);
        compose.env("SOCKET_LAB_TUN", &self.tun);
        compose.env("SOCKET_LAB_TOKEN", TOKEN).env("NATS_IMAGE", super::NATS_IMAGE);
        let names =
            ["SOCKET_LAB_PORT", "SOCKET_LAB_PORTS", "SOCKET_LAB_ROOM_1", "SOCKET_LAB_ROOM_2"];
        compose.envs(names.into_iter().zip(self.ports.map(|port| port.to_string())));
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

/// Free ports of this machine.
fn free_ports() -> Result<[u16; 4]> {
    let mut taken = Vec::new();
    let mut ports = [0; 4];
    for port in &mut ports {
        // All are held until the last is found, so that they differ.
        let listener =
            TcpListener::bind("127.0.0.1:0").context("no port of this machine is free")?;
        *port = listener.local_addr()?.port();
        taken.push(listener);
    }
    Ok(ports)
}

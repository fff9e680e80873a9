//! A container engine apart from any other on this machine, ended when dropped.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use super::base::os_release;
use crate::children::{Owned, POLL};
use crate::command;

/// Debian's own, whatever else of that name is on PATH.
const DOCKER: &str = "/usr/bin/docker";

/// How long the engine may take to answer for the first time.
const READY_WITHIN: Duration = Duration::from_secs(30);

/// Why no engine can run here, if none can.
pub(super) fn unavailable() -> Option<&'static str> {
    if os_release("ID").as_deref() != Some("debian") {
        return Some("left out: the engine and the image's base come from Debian's packages");
    }
    let user = command::output(Command::new("id").arg("-u"));
    let root = user.is_ok_and(|user| user.trim() == "0");
    (!root).then_some("left out: only root can start a container engine")
}

/// A running engine.
pub(super) struct Engine {
    folder: PathBuf,
    /// In an `Option` so that it can end before its folder is deleted.
    daemon: Option<Owned>,
}

impl Engine {
    /// Starts one and waits until it answers.
    pub(super) fn start() -> Result<Self> {
        // The path of a Unix socket must be short, and a project's folder may not be.
        let folder = std::env::temp_dir().join(format!("socket-lab-engine-{}", std::process::id()));
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
        let mut engine = Self { folder, daemon: None };
        let log = engine.folder.join("log");
        let log_file =
            File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        let mut dockerd = Command::new("/usr/sbin/dockerd");
        // Its own bridge and packet filter rules would change this machine's network; the ones
        // compose makes go with it.
        dockerd.args(["--bridge=none", "--iptables=false", "--ip6tables=false"]);
        dockerd.arg("--host").arg(engine.host());
        for (option, name) in
            [("--data-root", "data"), ("--exec-root", "exec"), ("--pidfile", "pid")]
        {
            dockerd.arg(option).arg(engine.folder.join(name));
        }
        dockerd.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log_file);
        engine.daemon = Some(Owned::spawn(&mut dockerd).context("cannot start dockerd")?);
        engine.wait(&log)?;
        Ok(engine)
    }

    fn wait(&mut self, log: &Path) -> Result<()> {
        let started = Instant::now();
        while command::output(self.docker().arg("version")).is_err() {
            let daemon = self.daemon.as_mut().context("the engine was never started")?;
            let ended = daemon.child.try_wait().context("lost dockerd")?.is_some();
            if ended || started.elapsed() > READY_WITHIN {
                let said = fs::read_to_string(log).unwrap_or_default();
                let last: Vec<&str> = said.lines().rev().take(5).collect();
                bail!("the container engine does not come up; it said, last first: {last:#?}");
            }
            thread::sleep(POLL);
        }
        Ok(())
    }

    /// A docker command for this engine.
    pub(super) fn docker(&self) -> Command {
        self.client(DOCKER)
    }

    /// A docker-compose command for this engine; a later file changes what the earlier ones say.
    pub(super) fn compose(&self, files: &[&str]) -> Command {
        let mut compose = self.client("/usr/bin/docker-compose");
        compose.args(files.iter().flat_map(|file| ["--file", file]));
        compose.args(["--project-name", "socket-lab-test"]);
        compose
    }

    fn client(&self, program: &str) -> Command {
        let mut client = Command::new(program);
        client.env("DOCKER_HOST", self.host()).env("DOCKER_BUILDKIT", "1");
        // A person's own settings may name another engine or builder.
        client.env("DOCKER_CONFIG", self.folder.join("config")).env_remove("DOCKER_CONTEXT");
        client
    }

    /// A node of the TUN device that everyone may open, as udev makes it; not every machine has udev.
    pub(super) fn tun(&self) -> Result<PathBuf> {
        let node = self.folder.join("tun");
        if !node.exists() {
            let mut mknod = Command::new("mknod");
            command::output(mknod.args(["-m", "666"]).arg(&node).args(["c", "10", "200"]))?;
        }
        Ok(node)
    }

    /// The folder for the engine's files; deleted with it.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    fn host(&self) -> String {
        format!("unix://{}", self.folder.join("socket").display())
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.daemon = None;
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            eprintln!("   cannot delete {}: {error}", self.folder.display());
        }
    }
}

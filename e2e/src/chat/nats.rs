//! A real NATS server, for rooms on several machines.

use std::path::Path;

use anyhow::{Context, Result, bail};
use tokio::process::{Child, Command};

use crate::process::{lines, spawn, wait_for_line};

/// Debian's path of the server, which is not on every PATH.
const DEBIAN: &str = "/usr/sbin/nats-server";

/// A running server; it ends when dropped.
pub struct NatsServer {
    child: Child,
    /// Its port on 127.0.0.1.
    pub port: u16,
}

impl NatsServer {
    /// Start one on a free port.
    pub async fn start() -> Result<Self> {
        // -1 means a free port; 0 would mean its default one.
        Self::on("-1").await
    }

    /// Start one on this port.
    pub async fn start_on(port: u16) -> Result<Self> {
        Self::on(&port.to_string()).await
    }

    async fn on(port: &str) -> Result<Self> {
        let program = if Path::new(DEBIAN).exists() { DEBIAN } else { "nats-server" };
        let mut command = Command::new(program);
        command.args(["--addr", "127.0.0.1", "--port", port]);
        let mut child = spawn(&mut command).context(
            "the test needs a NATS server: install Debian's package nats-server, or put \
             nats-server on PATH",
        )?;
        let mut log = lines(child.stderr.take());
        let line = wait_for_line(&mut log, "Listening for client connections on ").await?;
        wait_for_line(&mut log, "Server is ready").await?;
        // An unread pipe would fill up and block it.
        tokio::spawn(async move { while let Ok(Some(_)) = log.next_line().await {} });
        let Some((_, port)) = line.rsplit_once(':') else { bail!("no port in {line:?}") };
        Ok(Self { child, port: port.trim().parse()? })
    }

    /// Kill it, as a failing machine would.
    pub async fn kill(mut self) -> Result<()> {
        Ok(self.child.kill().await?)
    }
}

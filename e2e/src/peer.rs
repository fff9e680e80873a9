//! The other side: `nc`, `python3` or another program, driven through its own terminal streams.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

use crate::PATIENCE;
use crate::process::{Output, lines, spawn, wait_for_line};

/// A peer process.
pub struct Peer {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: Output<ChildStdout>,
    stderr: Output<ChildStderr>,
}

impl Peer {
    /// `nc HOST PORT`, connected.
    pub async fn nc_connect(port: u16) -> Result<Self> {
        let mut peer = Self::nc_dial(port)?;
        peer.connected().await?;
        Ok(peer)
    }

    /// `nc HOST PORT`, connected or not.
    pub fn nc_dial(port: u16) -> Result<Self> {
        Self::spawn(Command::new("nc").args(["-v", "127.0.0.1", &port.to_string()]))
    }

    /// Wait until `nc` prints that it is connected.
    pub async fn connected(&mut self) -> Result<()> {
        wait_for_line(&mut self.stderr, "succeeded").await?;
        Ok(())
    }

    /// `nc -l`, listening on a free port; the port.
    pub async fn nc_listen() -> Result<(Self, u16)> {
        let mut peer = Self::spawn(Command::new("nc").args(["-v", "-l", "127.0.0.1", "0"]))?;
        let rest = wait_for_line(&mut peer.stderr, "Listening on").await?;
        let port = rest.split_whitespace().last().context("nc names its port")?.parse()?;
        Ok((peer, port))
    }

    /// `nc -l` on this port, listening.
    pub async fn nc_listen_on(port: u16) -> Result<Self> {
        let port = port.to_string();
        let mut peer = Self::spawn(Command::new("nc").args(["-v", "-l", "127.0.0.1", &port]))?;
        wait_for_line(&mut peer.stderr, "Listening on").await?;
        Ok(peer)
    }

    /// `python3 -c PROGRAM ARGUMENTS`.
    pub fn python(program: &str, arguments: &[&str]) -> Result<Self> {
        Self::spawn(Command::new("python3").args(["-u", "-c", program]).args(arguments))
    }

    /// The same, with the packages of relay/tests/requirements.txt, which `cargo xtask test` installs.
    pub fn python_with_packages(program: &str, arguments: &[&str]) -> Result<Self> {
        let packages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.tools/python-peers");
        ensure!(packages.is_dir(), "{} is needed; cargo xtask test makes it", packages.display());
        let search = format!("import sys; sys.path.insert(0, {packages:?})");
        Self::python(&format!("{search}\n{program}"), arguments)
    }

    /// Any program.
    pub fn program(name: &str, arguments: &[&str]) -> Result<Self> {
        Self::spawn(Command::new(name).args(arguments))
    }

    /// Wait until it reports this on its standard error.
    pub async fn reports(&mut self, words: &str) -> Result<()> {
        wait_for_line(&mut self.stderr, words).await.map(drop)
    }

    fn spawn(command: &mut Command) -> Result<Self> {
        let mut child = spawn(command)?;
        let stdin = child.stdin.take();
        let stdout = lines(child.stdout.take());
        let stderr = lines(child.stderr.take());
        Ok(Self { child, stdin, stdout, stderr })
    }

    /// Type a line.
    pub async fn say(&mut self, line: &str) -> Result<()> {
        self.send(format!("{line}\n").as_bytes()).await
    }

    /// Write these bytes to its standard input.
    pub async fn send(&mut self, bytes: &[u8]) -> Result<()> {
        let stdin = self.stdin.as_mut().context("the peer's input is closed already")?;
        stdin.write_all(bytes).await?;
        stdin.flush().await?;
        Ok(())
    }

    /// The next byte it prints.
    pub async fn byte(&mut self) -> Result<u8> {
        let byte = self.stdout.get_mut().read_u8();
        Ok(timeout(PATIENCE, byte).await.context("the peer printed nothing")??)
    }

    /// The next line it prints.
    pub async fn hear(&mut self) -> Result<String> {
        match timeout(PATIENCE, self.stdout.next_line())
            .await
            .context("the peer printed nothing")??
        {
            Some(line) => Ok(line),
            None => bail!("the peer's output has ended"),
        }
    }

    /// End it as a person's Ctrl+C does, and wait until it has gone.
    pub async fn hang_up(mut self) -> Result<()> {
        self.child.kill().await?;
        Ok(())
    }

    /// Wait until it ends by itself.
    pub async fn wait(&mut self) -> Result<()> {
        // nc waits for the end of its own input too.
        drop(self.stdin.take());
        timeout(PATIENCE, self.child.wait()).await.context("the peer did not end")??;
        Ok(())
    }
}

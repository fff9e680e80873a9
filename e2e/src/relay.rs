//! The relay's own binary on a free port.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

use crate::PATIENCE;
use crate::browser::UNTRUSTED_HOST;
use crate::process::{Output, lines, spawn, terminate, wait_for_line};

/// A running relay.
pub struct Relay {
    child: Child,
    /// Kept open: SIGPIPE would end a relay whose output has no reader.
    _stdout: Output<ChildStdout>,
    /// The address a person opens, with its token.
    pub url: String,
}

impl Relay {
    /// Start the relay on a free port.
    pub async fn start() -> Result<Self> {
        Self::start_with(&["--listen", "127.0.0.1:0"]).await
    }

    /// Start the relay with these arguments.
    pub async fn start_with(arguments: &[&str]) -> Result<Self> {
        let mut command = command()?;
        // Its log is not read; an unread pipe would fill up and block it. And every person at Windows has a desktop.
        let mut child = spawn(command.args(arguments).args(["--log", "off", "--no-browser"]))?;
        let mut stdout = lines(child.stdout.take());
        let url = wait_for_line(&mut stdout, "Socket Lab is ready: ").await?;
        Ok(Self { child, _stdout: stdout, url: url.trim().to_owned() })
    }

    /// Start the relay on a free port, for a page that is opened by [`UNTRUSTED_HOST`].
    pub async fn start_untrusted() -> Result<Self> {
        // The name is allowed together with its port, which a first relay finds.
        let first = Self::start().await?;
        let address = first.address().to_owned();
        first.stop().await?;
        let (_, port) = address.rsplit_once(':').context("an address has a port")?;
        let origin = format!("http://{UNTRUSTED_HOST}:{port}");
        let arguments = ["--listen", &address, "--allow-origin", &origin];
        let relay = Self::start_with(&arguments).await?;
        let url = format!("{origin}/#token={}", relay.token());
        Ok(Self { url, ..relay })
    }

    /// Scheme, host and port, as in an Origin header.
    pub fn origin(&self) -> &str {
        self.url.split("/#").next().unwrap_or(&self.url).trim_end_matches('/')
    }

    /// Host and port.
    pub fn address(&self) -> &str {
        self.origin().trim_start_matches("http://")
    }

    /// The token of its URL.
    pub fn token(&self) -> &str {
        self.url.split("#token=").nth(1).unwrap_or_default()
    }

    /// Stop it as an operator does, with SIGTERM, and wait until it has gone.
    pub async fn stop(mut self) -> Result<()> {
        terminate(&self.child).await?;
        let status = timeout(PATIENCE, self.child.wait()).await.context("it did not stop")??;
        if !status.success() {
            bail!("the relay stopped with {status}");
        }
        Ok(())
    }
}

/// The command of the relay under test: one for another system, as in the relay's own tests, or the binary.
fn command() -> Result<Command> {
    let Ok(other) = std::env::var("SOCKET_LAB_TEST_RELAY") else {
        return Ok(Command::new(binary()?));
    };
    let mut words = other.split_whitespace();
    let mut command = Command::new(words.next().context("SOCKET_LAB_TEST_RELAY is a command")?);
    command.args(words);
    Ok(command)
}

/// The binary under test: named by the environment, or built beside this one.
pub(crate) fn binary() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("SOCKET_LAB_BIN") {
        return Ok(path.into());
    }
    let beside = std::env::current_exe()?
        .ancestors()
        .nth(2)
        .context("a test binary lies in target/<profile>/deps")?
        .join("socket-lab");
    if !beside.exists() {
        bail!("no relay at {}: run `cargo xtask test`, which builds it first", beside.display());
    }
    Ok(beside)
}

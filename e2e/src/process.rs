//! A child process that is read line by line and ended by its pid.

use std::process::Stdio;

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader, Lines};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::PATIENCE;

/// Lines of a child's output.
pub(crate) type Output<R> = Lines<BufReader<R>>;

/// Start `command` with piped input and output; it ends when dropped.
pub(crate) fn spawn(command: &mut Command) -> Result<Child> {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .with_context(|| format!("cannot start {command:?}"))
}

/// The lines of a pipe the child was spawned with.
pub(crate) fn lines<R: AsyncRead + Unpin>(pipe: Option<R>) -> Output<R> {
    BufReader::new(pipe.expect("spawn() pipes every stream")).lines()
}

/// Read lines until one contains `marker`; what follows the marker in that line.
pub(crate) async fn wait_for_line<R: AsyncRead + Unpin>(
    output: &mut Output<R>,
    marker: &str,
) -> Result<String> {
    let mut seen = String::new();
    let search = async {
        while let Some(line) = output.next_line().await? {
            if let Some((_, rest)) = line.split_once(marker) {
                return Ok(rest.to_owned());
            }
            seen.push_str(&line);
            seen.push('\n');
        }
        bail!("the process ended without saying {marker:?}")
    };
    let found = timeout(PATIENCE, search).await.unwrap_or_else(|_| bail!("no {marker:?} in time"));
    found.with_context(|| format!("it said:\n{seen}"))
}

/// Send a process SIGTERM, as `kill PID` does.
pub(crate) async fn terminate(child: &Child) -> Result<()> {
    signal(child, "TERM").await
}

/// Send a process a signal by its name without `SIG`.
pub(crate) async fn signal(child: &Child, name: &str) -> Result<()> {
    let pid = child.id().context("the process has ended already")?;
    let status = Command::new("kill").args(["-s", name, &pid.to_string()]).status().await?;
    if !status.success() {
        bail!("kill -s {name} {pid}: {status}");
    }
    Ok(())
}

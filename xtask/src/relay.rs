//! Builds the relay, starts one beside a test or the reload loop, and ends it.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};

use crate::children::Owned;
use crate::command;
use crate::page;
use crate::pipeline::{Step, never_spared};
use crate::project::Project;

/// How long a build from scratch takes.
pub(crate) const FIRST_TIME: Duration = Duration::from_secs(150);

/// How long a relay may take to report that it is ready.
const READY_WITHIN: Duration = Duration::from_secs(20);

/// The beginning of the line in which a relay reports that.
const READY: &str = "Socket Lab is ready: http://";

/// The step that builds the relay for release.
pub(crate) const STEP: Step = Step {
    name: "relay",
    what: "compile the relay for release, with the page in its binary",
    first_time: FIRST_TIME,
    spared: never_spared,
    action: build_release,
};

/// Where the relay for release is, once built.
pub(crate) fn release_binary(project: &Project) -> PathBuf {
    project.target.join("release/socket-lab")
}

/// Builds the relay for release around the current page.
pub(crate) fn build_release(project: &Project) -> Result<()> {
    page::ensure(project)?;
    build(&["--release"])
}

/// Builds the relay for development and returns the program's path.
pub(crate) fn build_debug(project: &Project) -> Result<PathBuf> {
    build(&[])?;
    Ok(project.target.join("debug/socket-lab"))
}

fn build(options: &[&str]) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--package", "lab-relay", "--bin", "socket-lab"]).args(options);
    command::run(&mut cargo, FIRST_TIME)
}

/// The variable by which tests are told the command of another relay than this project's own.
pub(crate) const OTHER_RELAY: &str = "SOCKET_LAB_TEST_RELAY";

/// The relay's own tests, with the relay that `command` starts in place of one of their own. The test program's arguments
/// follow.
pub(crate) fn tests_with(command: &str) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(["test", "--package", "lab-relay", "--test", "relay", "--"]);
    cargo.env(OTHER_RELAY, command);
    cargo
}

/// What a relay prints when it is ready.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ready {
    /// Address and port it listens on.
    pub(crate) address: String,
    /// The token a page must show; empty when none is required.
    pub(crate) token: String,
}

/// Reads the line in which a relay reports that it is ready.
fn parse_ready(line: &str) -> Option<Ready> {
    let url = line.strip_prefix(READY)?.split_whitespace().next()?;
    let (address, fragment) = url.split_once('#').unwrap_or((url, ""));
    Some(Ready {
        address: address.trim_end_matches('/').to_owned(),
        token: fragment.strip_prefix("token=").unwrap_or_default().to_owned(),
    })
}

/// A relay that ends when this value is dropped.
pub(crate) struct Running {
    /// What it printed when it was ready.
    pub(crate) ready: Ready,
    _process: Owned,
}

impl Running {
    /// Starts a relay and waits until it is ready. Its log goes to `log`, or to the person's
    /// terminal when there is none.
    pub(crate) fn start(binary: &Path, args: &[&str], log: Option<&Path>) -> Result<Self> {
        let stderr = match log {
            Some(log) => {
                File::create(log).with_context(|| format!("cannot write {}", log.display()))?.into()
            }
            None => Stdio::inherit(),
        };
        let mut command = Command::new(binary);
        command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(stderr);
        let mut process = Owned::spawn(&mut command)
            .with_context(|| format!("cannot start {}", binary.display()))?;
        let stdout = process.child.stdout.take().context("the relay has no standard output")?;

        let (tell, told) = mpsc::sync_channel(1);
        thread::spawn(move || {
            // Reads on after the line, because a full pipe would stop the relay.
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if let Some(ready) = parse_ready(&line) {
                    let _ = tell.try_send(ready);
                }
            }
        });
        let ready = told.recv_timeout(READY_WITHIN).map_err(|_| {
            let where_to_look = log.map_or_else(
                || "see what it printed above".to_owned(),
                |log| format!("see {}", log.display()),
            );
            anyhow!("the relay did not say that it is ready; {where_to_look}")
        })?;
        Ok(Self { ready, _process: process })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Ready, Running, parse_ready};

    #[test]
    fn the_ready_line_gives_address_and_token() {
        assert_eq!(
            parse_ready("Socket Lab is ready: http://127.0.0.1:40123/#token=a1b2  (Ctrl+C ends)"),
            Some(Ready { address: "127.0.0.1:40123".to_owned(), token: "a1b2".to_owned() })
        );
        assert_eq!(
            parse_ready("Socket Lab is ready: http://[::1]:7070/"),
            Some(Ready { address: "[::1]:7070".to_owned(), token: String::new() })
        );
        assert_eq!(parse_ready("listening"), None);
    }

    #[test]
    fn a_program_that_ends_unready_is_reported() {
        let log = std::env::temp_dir().join(format!("socket-lab-unready-{}", std::process::id()));
        let error = Running::start(Path::new("true"), &[], Some(&log)).err();
        let _ = std::fs::remove_file(&log);
        assert!(error.is_some_and(|error| error.to_string().contains("did not say")));
    }

    #[test]
    fn a_program_that_is_ready_is_understood() {
        let script = "echo starting; echo Socket Lab is ready: http://127.0.0.1:1/; exec sleep 600";
        let relay = Running::start(Path::new("sh"), &["-c", script], None).expect("sh starts");
        assert_eq!(relay.ready.address, "127.0.0.1:1");
    }
}

//! The chat servers under comparison.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::process::Process;

/// Which server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `socket-lab chat`, the tutorial's form with time and address.
    LabStamped,
    /// `socket-lab chat --form compact`.
    LabCompact,
    /// CPython, a thread for each client, stamped.
    Python,
    /// `ncat --broker`: relays the bytes of each read, without stamps, except to the sender.
    Ncat,
}

impl Kind {
    pub(crate) const ALL: [Self; 4] =
        [Self::LabStamped, Self::LabCompact, Self::Python, Self::Ncat];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::LabStamped => "socket-lab, stamped",
            Self::LabCompact => "socket-lab, compact",
            Self::Python => "CPython threads, stamped",
            Self::Ncat => "ncat --broker",
        }
    }

    /// Lines a receiver gets for each line sent: a stamp is a separate line.
    pub(crate) fn lines_per_message(self) -> u64 {
        match self {
            Self::LabStamped | Self::Python => 2,
            Self::LabCompact | Self::Ncat => 1,
        }
    }

    /// Whether the sender gets its own messages back.
    pub(crate) fn echoes(self) -> bool {
        self != Self::Ncat
    }

    pub(crate) fn start(self) -> Result<Process> {
        match self {
            Self::LabStamped => lab("stamped"),
            Self::LabCompact => lab("compact"),
            Self::Python => {
                let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("peers/chat_server.py");
                announced(Command::new("python3").arg(script))
            }
            Self::Ncat => ncat(),
        }
    }
}

fn lab(form: &str) -> Result<Process> {
    let binary = std::env::var_os("SOCKET_LAB_BIN")
        .context("SOCKET_LAB_BIN names no relay: run `cargo xtask bench`, which builds it")?;
    let arguments = ["chat", "--addr", "127.0.0.1:0", "--quiet", "--form", form];
    announced(Command::new(binary).args(arguments))
}

/// A server that prints its port as the last word of its first line.
fn announced(command: &mut Command) -> Result<Process> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {command:?}"))?;
    let stdout = child.stdout.take().context("stdout is piped")?;
    let mut line = String::new();
    BufReader::new(stdout).read_line(&mut line)?;
    let digits = line.trim().rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    let port = digits.parse().with_context(|| format!("no port in {line:?}"))?;
    Ok(Process::new(child, port))
}

/// ncat does not print its port, so it is given one that was free a moment ago; `-v` makes it print
/// when it listens.
fn ncat() -> Result<Process> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let mut child = Command::new("ncat")
        .args(["-v", "--broker", "--max-conns", "2000", "-l", "127.0.0.1", &port.to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .context("cannot start ncat (Debian's package `ncat`)")?;
    let stderr = child.stderr.take().context("stderr is piped")?;
    let mut lines = BufReader::new(stderr).lines();
    let listens = lines.by_ref().map_while(Result::ok).any(|line| line.contains("Listening on"));
    anyhow::ensure!(listens, "ncat ended before it listened");
    // Its log must be read, or the pipe fills up and blocks it.
    std::thread::spawn(move || lines.for_each(drop));
    Ok(Process::new(child, port))
}

//! The servers under comparison: each answers `get NAME` with `value of NAME`, by a regular expression.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::process::Process;

/// Which server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `socket-lab assist server` with a setup of one rule.
    Lab,
    /// CPython, a thread for each client.
    Python,
    /// socat, a process of sed for each client.
    Socat,
}

impl Kind {
    pub(super) const ALL: [Self; 3] = [Self::Lab, Self::Python, Self::Socat];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Lab => "socket-lab assist",
            Self::Python => "CPython threads",
            Self::Socat => "socat with sed",
        }
    }

    pub(super) fn start(self) -> Result<Process> {
        let peers = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("peers");
        Process::listening(|port| {
            Ok(match self {
                Self::Lab => {
                    let binary = env::var_os("SOCKET_LAB_BIN").context(
                        "SOCKET_LAB_BIN names no relay: run `cargo xtask bench`, which builds it",
                    )?;
                    let mut lab = Command::new(binary);
                    lab.args(["assist", "server", &format!("127.0.0.1:{port}")]);
                    lab.args(["--print", "none", "--setup"]).arg(peers.join("rules.toml"));
                    lab
                }
                Self::Python => {
                    let mut python = Command::new("python3");
                    python.arg(peers.join("rules_server.py")).arg(port.to_string());
                    python
                }
                Self::Socat => {
                    let mut socat = Command::new("socat");
                    let listen = format!(
                        "TCP-LISTEN:{port},bind=127.0.0.1,fork,reuseaddr,nodelay,backlog=1024"
                    );
                    let script = peers.join("rules.sed");
                    socat.arg(listen).arg(format!("EXEC:sed -u -n -f {}", script.display()));
                    socat
                }
            })
        })
    }
}

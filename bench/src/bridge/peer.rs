//! The bridges under comparison, and how each is started.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::process::Process;

/// A way from a page to a TCP server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Peer {
    /// No bridge at all: the limit.
    Raw,
    /// A TCP proxy of a few lines, with tokio.
    Proxy,
    /// `socket-lab assist proxy` without faults, from TCP to TCP.
    AssistProxy,
    /// socat, from TCP to TCP.
    Socat,
    /// websocat, a WebSocket for each connection.
    Websocat,
    /// websockify, likewise.
    Websockify,
    /// wisp-js: all connections in one WebSocket.
    Wisp,
    /// Socket Lab: likewise, each step of a socket a call.
    Relay,
}

impl Peer {
    pub(crate) const ALL: [Self; 8] = [
        Self::Raw,
        Self::Proxy,
        Self::AssistProxy,
        Self::Socat,
        Self::Websockify,
        Self::Websocat,
        Self::Wisp,
        Self::Relay,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Raw => "raw TCP",
            Self::Proxy => "tokio proxy",
            Self::AssistProxy => "socket-lab assist proxy",
            Self::Socat => "socat",
            Self::Websocat => "websocat",
            Self::Websockify => "websockify",
            Self::Wisp => "wisp-js",
            Self::Relay => "socket-lab",
        }
    }

    /// Whether one connection to it multiplexes many to the target.
    pub(crate) fn multiplexes(self) -> bool {
        matches!(self, Self::Wisp | Self::Relay)
    }

    /// Whether it forks a process for each connection.
    pub(crate) fn forks(self) -> bool {
        matches!(self, Self::Socat | Self::Websockify)
    }

    /// Starts it in front of the target of this port; `None` for none.
    pub(crate) fn start(self, target: u16) -> Result<Option<Process>> {
        let at = |port: u16| format!("127.0.0.1:{port}");
        if self == Self::Raw {
            return Ok(None);
        }
        let command = |port: u16| {
            let (port_text, target_text) = (port.to_string(), target.to_string());
            Ok(match self {
                Self::Raw | Self::Proxy => {
                    let mut this = Command::new(env::current_exe()?);
                    this.args(["serve", "proxy", &port_text, &target_text]);
                    this
                }
                Self::AssistProxy => {
                    let mut proxy = given("SOCKET_LAB_BIN")?;
                    proxy.args(["assist", "proxy", &at(port), &at(target), "--print", "none"]);
                    proxy.args(["--clients", "20000", "--log", "error"]);
                    proxy
                }
                Self::Socat => {
                    let mut socat = Command::new("socat");
                    // Its own buffers are of 8 KiB; the others' are larger.
                    socat
                        .arg("-b65536")
                        .arg(format!("TCP-LISTEN:{port},bind=127.0.0.1,fork,backlog=4096,nodelay"));
                    socat.arg(format!("TCP:{},nodelay", at(target)));
                    socat
                }
                Self::Websocat => {
                    let mut websocat = given("WEBSOCAT")?;
                    websocat.args(["--binary", "-q"]);
                    websocat.arg(format!("ws-l:{}", at(port))).arg(format!("tcp:{}", at(target)));
                    websocat
                }
                Self::Websockify => {
                    let folder = given_path("WEBSOCKIFY")?;
                    let mut python = Command::new("python3");
                    python.args(["-m", "websockify", &at(port), &at(target)]);
                    python.env("PYTHONPATH", folder);
                    python
                }
                Self::Wisp => {
                    let mut node = Command::new("node");
                    node.arg(given_path("WISP_JS")?.join("src/bin/server_cli.mjs"));
                    node.args(["--port", &port_text, "--logging", "ERROR", "--options"]);
                    node.arg(r#"{"allow_private_ips":true,"allow_loopback_ips":true}"#);
                    node
                }
                Self::Relay => {
                    let mut relay = given("SOCKET_LAB_BIN")?;
                    relay.args(["--listen", &at(port), "--no-token", "--log", "error"]);
                    relay.args(["--max-sessions", "20000", "--max-sockets", "20000"]);
                    relay
                }
            })
        };
        Process::listening(command).map(Some)
    }
}

fn given_path(variable: &str) -> Result<PathBuf> {
    let path = env::var_os(variable).with_context(|| {
        format!("{variable} names no program: run `cargo xtask bench`, which installs it")
    })?;
    Ok(PathBuf::from(path))
}

fn given(variable: &str) -> Result<Command> {
    given_path(variable).map(Command::new)
}

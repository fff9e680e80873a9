//! `socket-lab chat` as a host: the real program, read by its transcript and driven through its console.

use std::process::ExitStatus;

use anyhow::{Context, Result, bail, ensure};
use lab_shared::chat::RoomConfig;
use lab_shared::framing::Framing;
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

use super::ChatRoom;
use crate::PATIENCE;
use crate::process::{Output, lines, spawn, terminate, wait_for_line};
use crate::relay::binary;

/// A room of its own process; it ends when dropped.
pub struct NativeRoom {
    child: Child,
    console: ChildStdin,
    transcript: Output<ChildStdout>,
    /// Lines read while another was awaited.
    seen: Vec<String>,
    port: u16,
}

impl NativeRoom {
    /// Open a room with these settings on a free port.
    pub async fn open(config: &RoomConfig) -> Result<Self> {
        Self::start(&["--config", &serde_json::to_string(config)?]).await
    }

    /// Start the program on a free port, with these flags besides.
    pub async fn start(flags: &[&str]) -> Result<Self> {
        let free = ["--addr", "127.0.0.1:0"];
        let mut child = spawn(program()?.args(free).args(flags))?;
        let console = child.stdin.take().context("spawn() pipes every stream")?;
        let mut transcript = lines(child.stdout.take());
        let line = wait_for_line(&mut transcript, " is open: nc 127.0.0.1 ").await?;
        Ok(Self { child, console, transcript, seen: Vec::new(), port: line.trim().parse()? })
    }

    /// Start the program where it cannot open its room, and return its error.
    pub async fn refused(flags: &[&str]) -> Result<String> {
        let output = timeout(PATIENCE, program()?.args(flags).output()).await??;
        ensure!(!output.status.success(), "it was not refused");
        Ok(String::from_utf8_lossy(&output.stderr).into_owned())
    }

    /// Wait for a line of the transcript that begins with `beginning`, and return it. Others are kept for
    /// later.
    pub async fn line(&mut self, beginning: &str) -> Result<String> {
        if let Some(at) = self.seen.iter().position(|line| line.starts_with(beginning)) {
            return Ok(self.seen.remove(at));
        }
        let search = async {
            while let Some(line) = self.transcript.next_line().await? {
                if line.starts_with(beginning) {
                    return Ok(line);
                }
                self.seen.push(line);
            }
            bail!("the transcript ended without {beginning:?}")
        };
        timeout(PATIENCE, search)
            .await
            .unwrap_or_else(|_| bail!("no line {beginning:?} in time"))
            .with_context(|| format!("the transcript had {:?}", self.seen))
    }

    /// Type a line on its console.
    pub async fn type_line(&mut self, line: &str) -> Result<()> {
        self.console.write_all(format!("{line}\n").as_bytes()).await?;
        Ok(self.console.flush().await?)
    }

    /// Send it SIGTERM, as `kill PID` does.
    pub async fn terminate(&self) -> Result<()> {
        terminate(&self.child).await
    }

    /// Wait until it has ended by itself.
    pub async fn ended(&mut self) -> Result<ExitStatus> {
        Ok(timeout(PATIENCE, self.child.wait()).await.context("the room did not end")??)
    }

    /// Memory in use, in KiB: VmRSS of proc_pid_status(5).
    pub fn resident_kib(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid()?))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let figure = line.and_then(|line| line.split_whitespace().next()).context("no VmRSS")?;
        Ok(figure.parse()?)
    }

    fn pid(&self) -> Result<u32> {
        self.child.id().context("the room has ended")
    }
}

impl ChatRoom for NativeRoom {
    fn port(&self) -> u16 {
        self.port
    }

    async fn joined(&mut self, address: &str) -> Result<()> {
        self.line(&format!("+ {address}")).await.map(drop)
    }

    async fn left(&mut self, address: &str) -> Result<()> {
        self.line(&format!("- {address}: ")).await.map(drop)
    }

    async fn answer(&mut self, address: &str, text: &str) -> Result<()> {
        let line = match text.strip_suffix('\n') {
            Some(line) => line.to_owned(),
            // The console's syntax to omit the line end, as in echo(1).
            None => format!("{text}\\c"),
        };
        ensure!(!line.contains('\n'), "a console takes one line at a time");
        self.type_line(&format!("@{address} {line}")).await
    }

    async fn reframe(&mut self, framing: &Framing) -> Result<()> {
        let word = match framing {
            Framing::Raw => "raw",
            Framing::Lines => "lines",
            Framing::CrLfLines => "crlf-lines",
            Framing::Delimiter(delimiter) if delimiter.as_bytes() == b"||" => "delimiter:||",
            Framing::LengthPrefix { .. } if framing.struct_format() == Some(">H") => "u16-be",
            other => bail!("the suite does not change to {other:?}"),
        };
        self.type_line(&format!("/framing {word}")).await?;
        self.line(&format!("= framing {word}")).await.map(drop)
    }

    async fn stop(&mut self) -> Result<()> {
        self.type_line("quit").await
    }
}

fn program() -> Result<Command> {
    let mut command = Command::new(binary()?);
    // Its log is not read; an unread pipe would fill up and block it.
    command.args(["chat", "--log", "off"]);
    Ok(command)
}

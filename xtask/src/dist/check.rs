//! Installs the wheel as a person would, in an environment of its own, and opens the page.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};

use crate::command;
use crate::folder;
use crate::project::Project;
use crate::relay::Running;

/// How long the page may take.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// Installs `wheel` without a network, starts its program in both ways and fetches the page.
pub(super) fn wheel(project: &Project, wheel: &Path) -> Result<()> {
    let venv = project.target.join("dist/venv");
    folder::remove(&venv)?;
    command::output(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
    let python = venv.join("bin/python");
    let pip = ["-m", "pip", "install", "--no-index", "--disable-pip-version-check"];
    command::output(Command::new(&python).args(pip).arg(wheel))?;
    let program = venv.join("bin/socket-lab");
    let told = command::output(Command::new(&program).arg("--version"))?;
    let module = ["-m", "socket_lab", "--version"];
    let told_by_module = command::output(Command::new(&python).args(module))?;
    ensure!(told == told_by_module, "python -m socket_lab says {told_by_module:?}, not {told:?}");
    let relay = Running::start(
        &program,
        &["--listen", "127.0.0.1:0", "--no-browser"],
        Some(&project.target.join("dist/relay.log")),
    )?;
    ensure!(!relay.ready.token.is_empty(), "the relay printed no token");
    let page = page(&relay.ready.address)?;
    ensure!(page.starts_with("HTTP/1.1 200"), "the page was refused: {page:.200}");
    ensure!(page.contains("<title>"), "the program has no page inside: {page:.200}");
    drop(relay);
    fs::remove_dir_all(&venv).with_context(|| format!("cannot remove {}", venv.display()))
}

/// The answer to a request for the page.
fn page(address: &str) -> Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(ANSWER_WITHIN))?;
    write!(stream, "GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

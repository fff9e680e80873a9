//! Bytes and connections that wait in this machine's kernel.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use tokio::process::Child;
use tokio::task::yield_now;
use tokio::time::Instant;

use crate::PATIENCE;

/// `ESTABLISHED` in proc_net_tcp(5).
const ESTABLISHED: &str = "01";

/// `SYN_SENT` there.
const SYN_SENT: &str = "02";

/// `LISTEN` there.
const LISTEN: &str = "0A";

/// Wait until `bytes` bytes are in the receive buffer of a connection that was accepted on `port`.
pub async fn received_and_unread(port: u16, bytes: u64) -> Result<()> {
    let unread = |line: &str| unread(line, port) == Some(bytes);
    shows(unread).await.with_context(|| format!("never {bytes} bytes unread on port {port}"))
}

/// Wait until some connection to `port` has sent its SYN and has no answer.
pub async fn hangs_in_syn_sent(port: u16) -> Result<()> {
    let dials = |line: &str| address_and_state(line, 2, 0) == Some((port, SYN_SENT));
    shows(dials).await.with_context(|| format!("nobody hangs on the way to port {port}"))
}

/// Wait until a socket listens on `port`.
pub async fn listens(port: u16) -> Result<()> {
    let listens = |line: &str| address_and_state(line, 1, 1) == Some((port, LISTEN));
    shows(listens).await.with_context(|| format!("nobody listens on port {port}"))
}

/// Wait until the child's main thread sleeps in the kernel. Python checks for signals between its
/// instructions: one that arrives right before a blocking system call is not seen before that call
/// ends.
pub(crate) async fn asleep(child: &Child) -> Result<()> {
    let pid = child.id().context("the process has ended already")?;
    // proc_pid_stat(5): the state follows the name, which may contain anything, in parentheses.
    let sleeps = |stat: &str| stat.rsplit_once(") ").is_some_and(|(_, rest)| rest.starts_with('S'));
    says(&format!("/proc/{pid}/stat"), sleeps)
        .await
        .with_context(|| format!("process {pid} never waits"))
}

/// Wait until a thread of the child is in a system call that waits, by the name of Python's method.
pub(crate) async fn blocked_in(child: &Child, call: &str) -> Result<()> {
    let pid = child.id().context("the process has ended already")?;
    let number = match call {
        "recv" => nix::libc::SYS_recvfrom,
        "accept" => nix::libc::SYS_accept4,
        _ => bail!("there is no play yet that waits for {call}"),
    };
    // proc_pid_syscall(5): "running", or the call's number and its arguments.
    let waits = |task: &Path| {
        let call = std::fs::read_to_string(task.join("syscall")).unwrap_or_default();
        call.split(' ').next().and_then(|number| number.parse().ok()) == Some(number)
    };
    let tasks = format!("/proc/{pid}/task");
    let waiting = || {
        let mut tasks = std::fs::read_dir(&tasks)?;
        let found = tasks.any(|task| task.is_ok_and(|task| waits(&task.path())));
        Ok(if found { Ok(()) } else { Err(format!("no thread of process {pid} waits in {call}")) })
    };
    until(waiting).await
}

/// Wait until the kernel's table of TCP sockets has a wanted line. A test's own network is its thread's.
async fn shows(wanted: impl Fn(&str) -> bool) -> Result<()> {
    says("/proc/thread-self/net/tcp", |table| table.lines().any(&wanted)).await
}

/// Wait until the kernel's text in this file matches.
async fn says(file: &str, so: impl Fn(&str) -> bool) -> Result<()> {
    let matching = || {
        let text = std::fs::read_to_string(file)?;
        Ok(if so(&text) { Ok(()) } else { Err(format!("{file} says:\n{text}")) })
    };
    until(matching).await
}

/// Wait until a look at the kernel finds what is wanted, or else says what it found instead. The kernel
/// sends no notification, so it looks again and again.
async fn until(look: impl Fn() -> std::io::Result<Result<(), String>>) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    while let Err(instead) = look()? {
        if Instant::now() > deadline {
            bail!(instead);
        }
        yield_now().await;
    }
    Ok(())
}

/// The port of the address in a field of a line, and the state, `between` fields later.
fn address_and_state(line: &str, field: usize, between: usize) -> Option<(u16, &str)> {
    let mut fields = line.split_whitespace().skip(field);
    let port = fields.next()?.rsplit_once(':')?.1;
    Some((u16::from_str_radix(port, 16).ok()?, fields.nth(between)?))
}

/// Bytes in the receive buffer, in a line of the table about a connection of that local port.
fn unread(line: &str, port: u16) -> Option<u64> {
    let mut fields = line.split_whitespace().skip(1);
    let local = fields.next()?.rsplit_once(':')?.1;
    let state = fields.nth(1)?;
    let queues = fields.next()?;
    let ours = u16::from_str_radix(local, 16) == Ok(port) && state == ESTABLISHED;
    u64::from_str_radix(queues.split_once(':')?.1, 16).ok().filter(|_| ours)
}

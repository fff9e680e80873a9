//! The processes that xtask started and ends again, however it ends itself.

use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

/// How long a process may take to end after SIGTERM.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often a process is polled for its end.
pub(crate) const POLL: Duration = Duration::from_millis(20);

static ALIVE: Mutex<Vec<u32>> = Mutex::new(Vec::new());

fn alive() -> MutexGuard<'static, Vec<u32>> {
    // A list of numbers cannot be left half changed, so a poisoned lock is harmless.
    ALIVE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From now on, a signal that ends xtask ends what it started first.
pub(crate) fn end_on_signal() -> Result<()> {
    let mut signals =
        Signals::new([SIGINT, SIGTERM, SIGHUP]).context("cannot listen for Ctrl+C")?;
    thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            let left = alive().clone();
            terminate(&left);
            eprintln!("\nstopped");
            std::process::exit(128 + signal);
        }
    });
    Ok(())
}

/// A process that ends at the latest when this value is dropped.
pub(crate) struct Owned {
    /// The process itself, for its pipes.
    pub(crate) child: Child,
}

impl Owned {
    /// Starts `command` and owns its process.
    pub(crate) fn spawn(command: &mut Command) -> std::io::Result<Self> {
        let mut list = alive();
        let child = command.spawn()?;
        list.push(child.id());
        Ok(Self { child })
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        let pid = self.child.id();
        if matches!(self.child.try_wait(), Ok(None)) {
            terminate(&[pid]);
            let asked = Instant::now();
            while matches!(self.child.try_wait(), Ok(None)) {
                if asked.elapsed() > PATIENCE {
                    // An error here means that it has just ended by itself.
                    let _ = self.child.kill();
                    let _ = self.child.wait();
                    break;
                }
                thread::sleep(POLL);
            }
        }
        alive().retain(|&other| other != pid);
    }
}

/// Sends processes SIGTERM. The standard library can only send SIGKILL, and the shell's own `kill`
/// is on every machine.
fn terminate(pids: &[u32]) {
    if pids.is_empty() {
        return;
    }
    let pids = pids.iter().map(u32::to_string);
    let _ = Command::new("sh")
        .args(["-c", "kill -TERM \"$@\"", "sh"])
        .args(pids)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .status();
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::{Owned, alive};

    #[test]
    fn a_dropped_process_has_ended_and_is_forgotten() {
        let owned = Owned::spawn(Command::new("sleep").arg("600")).expect("sleep starts");
        let pid = owned.child.id();
        assert!(alive().contains(&pid));
        drop(owned);
        assert!(!alive().contains(&pid));
        let still_there = Command::new("sh")
            .args(["-c", "kill -0 \"$1\" 2>/dev/null", "sh", &pid.to_string()])
            .status()
            .expect("sh starts");
        assert!(!still_there.success());
    }
}

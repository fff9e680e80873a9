//! A server under comparison as a process of its own, which ends with all its children.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};

use crate::usage;

/// How long a server may take to listen.
const READY_WITHIN: Duration = Duration::from_secs(20);

/// How often that is polled.
const ASK_EVERY: Duration = Duration::from_millis(10);

/// A running server.
pub(crate) struct Process {
    child: Child,
    /// Its port on 127.0.0.1.
    pub(crate) port: u16,
}

impl Process {
    /// Owns a server that listens on this port.
    pub(crate) fn new(child: Child, port: u16) -> Self {
        Self { child, port }
    }

    /// Starts a server on a port that was free a moment ago, and waits until it listens there.
    pub(crate) fn listening(command: impl FnOnce(u16) -> Result<Command>) -> Result<Self> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let mut command = command(port)?;
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().with_context(|| format!("cannot start {command:?}"))?;
        let mut process = Self::new(child, port);
        let asked = Instant::now();
        while TcpStream::connect(process.address()).is_err() {
            if let Some(status) = process.child.try_wait()? {
                bail!("ended before it listened ({status})");
            }
            if asked.elapsed() > READY_WITHIN {
                bail!("does not listen after {} s", READY_WITHIN.as_secs());
            }
            thread::sleep(ASK_EVERY);
        }
        Ok(process)
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn address(&self) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.port).into()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Some fork for each connection, and those would outlive them.
        let children = usage::family(self.pid()).unwrap_or_default();
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
        for pid in children.into_iter().skip(1) {
            if let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw) {
                let _ = kill_process(pid, Signal::KILL);
            }
        }
    }
}

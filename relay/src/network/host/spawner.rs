//! The thread that starts and ends the processes of hosts.
//!
//! A host is killed when the thread that started it ends (PR_SET_PDEATHSIG). The runtime's threads come and go; this
//! one lives as long as the process.

use std::io;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use super::{HostSetup, SUBCOMMAND};
use crate::socket::{Descriptor, host_command};

/// Jobs that may wait; who gives another one waits with it.
const MAX_JOBS: usize = 64;

enum Job {
    Start(Box<Command>, SyncSender<io::Result<Child>>),
    End(Child),
}

/// Starts a host that inherits this end as its standard input.
pub(super) fn start(
    program: &Path,
    setup: &HostSetup,
    inherited: Descriptor,
) -> io::Result<OwnedChild> {
    let mut command = host_command(program, "socket-lab", inherited);
    command
        .arg(SUBCOMMAND)
        .args([setup.place(), setup.number.to_string(), setup.mtu.to_string()])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let (started, child) = sync_channel(1);
    give(Job::Start(Box::new(command), started))?;
    child.recv().map_err(io::Error::other)?.map(|child| OwnedChild(Some(child)))
}

/// A process that is killed, and waited for in the background, when this is dropped.
#[derive(Debug)]
pub(super) struct OwnedChild(Option<Child>);

impl OwnedChild {
    /// Its number.
    pub(super) fn id(&self) -> u32 {
        self.0.as_ref().map_or(0, Child::id)
    }
}

impl Drop for OwnedChild {
    fn drop(&mut self) {
        if let Some(child) = self.0.take() {
            // Without the thread there would be no child.
            let _ = give(Job::End(child));
        }
    }
}

fn give(job: Job) -> io::Result<()> {
    static SPAWNER: OnceLock<SyncSender<Job>> = OnceLock::new();
    let spawner = match SPAWNER.get() {
        Some(spawner) => spawner,
        None => {
            let (jobs, given) = sync_channel(MAX_JOBS);
            thread::Builder::new().name("hosts".into()).spawn(move || work(&given))?;
            // If another thread was faster, the second one ends with its channel.
            SPAWNER.get_or_init(|| jobs)
        }
    };
    spawner.send(job).map_err(|_| io::ErrorKind::BrokenPipe.into())
}

fn work(jobs: &Receiver<Job>) {
    for job in jobs {
        match job {
            Job::Start(mut command, started) => {
                let child = command.spawn();
                // Its copy of the inherited end must not outlive this: the host's end is seen by it.
                drop(command);
                if let Err(unclaimed) = started.send(child)
                    && let Ok(child) = unclaimed.0
                {
                    kill(child);
                }
            }
            Job::End(child) => kill(child),
        }
    }
}

fn kill(mut child: Child) {
    // It fails only for a child that has been waited for.
    let _ = child.kill();
    let _ = child.wait();
}

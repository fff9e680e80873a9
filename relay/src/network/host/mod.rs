//! A host: a process of this same program with a network of its own, which makes sockets for the relay.
//!
//! | module | what it does |
//! |---|---|
//! | `process` | the host's own side: `socket-lab network-host` |
//! | `request` | what the relay asks of it |
//! | `spawner` | the thread that starts and ends such processes |
//!
//! A socket belongs to the network of the process that made it, whoever has its descriptor. So the host makes sockets
//! and passes them on, and every other call is made by the relay as on any socket.

mod process;
mod request;
mod spawner;
#[cfg(test)]
mod tests;

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lab_shared::call::{Family, SocketType};
use lab_shared::network::HostName;
use thiserror::Error;

use super::Directory;
use super::code::NetworkName;
use crate::socket::{Descriptor, Diag, Messenger, ProcessEnd, Socket};
pub use process::{HostArguments, run};
pub(crate) use request::StartStep;
use request::{Answer, Request};
use spawner::OwnedChild;

/// How long a host may take to begin.
const START_DEADLINE: Duration = Duration::from_secs(10);

/// How long it may take to make a socket. It needs microseconds; one that is stopped needs for ever.
const REQUEST_DEADLINE: Duration = Duration::from_secs(2);

/// The subcommand that is a host.
pub(crate) const SUBCOMMAND: &str = "network-host";

/// What a host is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HostSetup {
    /// Its name.
    pub(crate) name: HostName,
    /// Its network's name; see [`NetworkName`].
    pub(crate) network: NetworkName,
    /// Its number, which gives it its addresses; see [`lab_shared::network::address`].
    pub(crate) number: u8,
    /// Largest packet, in bytes.
    pub(crate) mtu: u16,
}

impl HostSetup {
    /// What tells it from the hosts of other networks: `server@7h3kq2mt`.
    pub(crate) fn place(&self) -> String {
        format!("{}@{}", self.name, self.network)
    }
}

/// A host. Its process ends with [`Self::end`]; sockets made on it stay, in a network without a cable.
#[derive(Debug)]
pub(crate) struct Host {
    pid: u32,
    /// `None` once it has ended.
    running: Mutex<Option<Running>>,
    /// Answers as long as its network is there, which is as long as a socket of it.
    diag: Mutex<Diag>,
    directory: Arc<Directory>,
    is_dead: AtomicBool,
}

#[derive(Debug)]
struct Running {
    requests: Requests,
    _child: OwnedChild,
}

#[derive(Debug)]
struct Requests {
    messenger: Messenger,
    asked: u32,
}

/// Why a host did not start.
#[derive(Debug, Error)]
#[error("{step}: {error}")]
pub(crate) struct StartError {
    /// What failed.
    pub(crate) step: StartStep,
    /// Why.
    #[source]
    pub(crate) error: io::Error,
}

impl Host {
    /// Starts a host and waits until its interfaces are up, which takes milliseconds. The second value is the
    /// descriptor of its TUN device, whose packets are those of its `eth0`.
    ///
    /// # Errors
    /// The machine has no processes left, or denies user namespaces or TUN devices.
    pub(crate) fn start(
        program: &Path,
        setup: &HostSetup,
        directory: &Arc<Directory>,
    ) -> Result<(Self, Descriptor), StartError> {
        let failed = |error| StartError { step: StartStep::Process, error };
        let (messenger, inherited) = Messenger::pair().map_err(failed)?;
        let child = spawner::start(program, setup, inherited).map_err(failed)?;
        let pid = child.id();
        let mut requests = Requests { messenger, asked: 0 };
        let device = requests.ready()?;
        let diag = requests.descriptor(Request::Diag).map_err(failed)?;
        let host = Self {
            pid,
            running: Mutex::new(Some(Running { requests, _child: child })),
            diag: Mutex::new(Diag::passed(diag)),
            directory: Arc::clone(directory),
            is_dead: AtomicBool::new(false),
        };
        Ok((host, device))
    }

    /// Kills its process. What its sockets send is lost, and they receive nothing.
    pub(crate) fn end(&self) {
        drop(self.running().take());
    }

    /// Takes notice that its process has ended by itself: calls on its sockets fail from now on.
    pub(super) fn died(&self) {
        self.is_dead.store(true, Ordering::Relaxed);
        self.end();
    }

    /// Whether it has.
    pub(crate) fn is_dead(&self) -> bool {
        self.is_dead.load(Ordering::Relaxed)
    }

    /// The hosts of its network.
    pub(crate) fn directory(&self) -> &Directory {
        &self.directory
    }

    /// A way to ask its kernel about its sockets.
    pub(crate) fn diag(&self) -> MutexGuard<'_, Diag> {
        self.diag.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of its process.
    pub(crate) fn pid(&self) -> u32 {
        self.pid
    }

    /// Waits for the end of its process. Must be called within the runtime.
    pub(crate) fn process_end(&self) -> io::Result<ProcessEnd> {
        ProcessEnd::of(self.pid)
    }

    /// socket(2) on the host; see [`Socket::open`]. Blocks while the host makes it, at most two seconds.
    ///
    /// # Errors
    /// The kernel's, or ENETDOWN if the host does not answer or has ended.
    pub(crate) fn socket(
        &self,
        family: Family,
        kind: SocketType,
        proto: i32,
    ) -> io::Result<Socket> {
        let request = Request::Socket { family, kind, proto };
        let made = self.ask(|requests| requests.descriptor(request))?;
        Ok(Socket::passed(made, family, kind))
    }

    /// Sets the largest packet of its `eth0`, in bytes. Blocks as [`Self::socket`] does.
    ///
    /// # Errors
    /// As [`Self::socket`].
    pub(crate) fn set_mtu(&self, mtu: u16) -> io::Result<()> {
        self.ask(|requests| requests.ask(Request::SetMtu { mtu }).map(drop))
    }

    fn ask<T>(&self, ask: impl FnOnce(&mut Requests) -> io::Result<T>) -> io::Result<T> {
        match self.running().as_mut() {
            Some(running) => ask(&mut running.requests),
            None => Err(no_answer()),
        }
    }

    fn running(&self) -> MutexGuard<'_, Option<Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Requests {
    /// The device of a host that begins.
    fn ready(&mut self) -> Result<Descriptor, StartError> {
        let failed = |error| StartError { step: StartStep::Process, error };
        self.messenger.set_deadline(START_DEADLINE).map_err(failed)?;
        let (answer, passed) = self.receive().map_err(failed)?;
        self.messenger.set_deadline(REQUEST_DEADLINE).map_err(failed)?;
        match (answer, passed) {
            (Answer::Ready, Some(device)) => Ok(device),
            (Answer::Failed { step, errno }, _) => {
                Err(StartError { step, error: io::Error::from_raw_os_error(errno) })
            }
            _ => Err(failed(io::ErrorKind::UnexpectedEof.into())),
        }
    }

    fn descriptor(&mut self, request: Request) -> io::Result<Descriptor> {
        // It is lost on the way if this process may have no further descriptors.
        self.ask(request)?.ok_or_else(|| io::Error::from_raw_os_error(request::EMFILE))
    }

    fn ask(&mut self, request: Request) -> io::Result<Option<Descriptor>> {
        self.asked = self.asked.wrapping_add(1);
        let asked = self.asked;
        self.messenger.send(&request.encode(asked), None).map_err(down)?;
        loop {
            match self.receive()? {
                (Answer::Done { request, errno: 0 }, passed) if request == asked => {
                    return Ok(passed);
                }
                (Answer::Done { request, errno }, _) if request == asked => {
                    return Err(io::Error::from_raw_os_error(errno));
                }
                // The answer to a request that was given up.
                _ => {}
            }
        }
    }

    fn receive(&self) -> io::Result<(Answer, Option<Descriptor>)> {
        let (message, passed) = self.messenger.receive().map_err(down)?.ok_or_else(no_answer)?;
        Ok((Answer::decode(&message)?, passed))
    }
}

/// A host that does not answer, or is gone, is to a program an interface that is down.
fn no_answer() -> io::Error {
    io::Error::from_raw_os_error(request::ENETDOWN)
}

fn down(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::BrokenPipe => no_answer(),
        _ => error,
    }
}

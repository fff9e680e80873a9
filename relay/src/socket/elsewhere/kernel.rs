//! What this system tells of a socket. Whatever it does not tell stays away from the facts.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;

use lab_shared::call::{KNOWN_OPTIONS, OptionForm, OptionValue, SocketOption};
use lab_shared::kernel::{AcceptQueue, EndFacts, OptionFact};

use super::Descriptor;
use crate::socket::{Found, Socket};

/// A way to ask the kernel about sockets that have no descriptor here.
#[derive(Debug)]
pub(crate) struct Diag(Infallible);

impl Diag {
    /// # Errors
    /// This system has none.
    pub(crate) fn open() -> io::Result<Self> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// One of another process.
    pub(crate) fn passed(descriptor: Descriptor) -> Self {
        descriptor.never()
    }

    /// For another process.
    pub(crate) fn into_descriptor(self) -> io::Result<Descriptor> {
        match self.0 {}
    }

    /// The end of a TCP connection that is at `local`.
    pub(crate) fn connection(
        &mut self,
        _local: SocketAddr,
        _peer: SocketAddr,
    ) -> io::Result<Option<Found>> {
        match self.0 {}
    }

    /// The queue of an AF_UNIX socket that listens.
    pub(crate) fn unix_queue(&mut self, _inode: u64) -> io::Result<Option<AcceptQueue>> {
        match self.0 {}
    }
}

impl Socket {
    /// What the kernel reports of it now.
    pub(crate) fn facts(&self) -> EndFacts {
        EndFacts::default()
    }

    /// The options in force, of those a page may set and this socket has.
    pub(crate) fn options(&self) -> Vec<OptionFact> {
        let fact = |known: &SocketOption| {
            let value = match known.form {
                OptionForm::Int => {
                    OptionValue::Int(self.int_option(known.level, known.option).ok()?)
                }
                OptionForm::Linger => {
                    let bytes = self.bytes_option(known.level, known.option, 2 * size_of::<i32>());
                    OptionValue::Bytes(bytes.ok()?)
                }
                _ => return None,
            };
            Some(OptionFact { level: known.level, option: known.option, value })
        };
        KNOWN_OPTIONS.iter().filter(|known| known.writable).filter_map(fact).collect()
    }

    /// The number of its inode.
    pub(crate) fn inode(&self) -> io::Result<u64> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// The kernel's name for this very socket.
    pub(crate) fn cookie(&self) -> io::Result<u64> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

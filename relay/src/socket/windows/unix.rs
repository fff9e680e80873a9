//! AF_UNIX, which Python has not on Windows: no such socket is ever made. And becoming another program, which there is
//! none to become on a host.

use std::convert::Infallible;
use std::fs::Metadata;
use std::io;
use std::path::Path;
use std::process::Command;

use lab_shared::call::Address;
use lab_shared::errno::Errno;
use socket2::{Domain, SockAddr};
use tempfile::TempDir;
use tokio::io::Interest;

use crate::socket::failure::error;

/// An address needs no open file.
pub(in crate::socket) type OpenFile = Infallible;

/// WSAEAFNOSUPPORT, as for every family that a system has not.
fn none<T>() -> io::Result<T> {
    Err(error(Errno::Eafnosupport))
}

pub(in crate::socket) fn unix_domain() -> io::Result<Domain> {
    none()
}

pub(in crate::socket) fn unix_name(_name: &[u8]) -> io::Result<SockAddr> {
    none()
}

pub(in crate::socket) fn unix_peer(
    _name: &[u8],
) -> io::Result<Option<(SockAddr, Option<OpenFile>)>> {
    none()
}

/// The name of an address that is none of IP: the empty one of a socket that has none.
pub(in crate::socket) fn unix_text(_address: &SockAddr) -> String {
    String::new()
}

pub(crate) fn private_folder(_prefix: &str) -> io::Result<TempDir> {
    Err(io::ErrorKind::Unsupported.into())
}

pub(crate) fn private_folder_at(_path: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

pub(crate) fn become_command(_command: Command) -> io::Error {
    io::ErrorKind::Unsupported.into()
}

/// The file of an AF_UNIX socket that was bound.
#[derive(Debug)]
pub(crate) struct BoundFile(Infallible);

impl BoundFile {
    pub(crate) fn at(_path: &Path) -> io::Result<Self> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub(crate) fn path(&self) -> &Path {
        match self.0 {}
    }

    pub(crate) fn is(&self, _found: &Metadata) -> bool {
        match self.0 {}
    }

    pub(crate) fn remove(&self) {
        match self.0 {}
    }
}

/// The address of an AF_UNIX socket.
#[derive(Debug)]
pub(crate) struct UnixSocketAddress(Infallible);

pub(crate) fn unix_address(name: &UnixSocketAddress) -> Address {
    match name.0 {}
}

/// An AF_UNIX stream.
#[derive(Debug)]
pub(crate) struct UnixStream(Infallible);

#[allow(clippy::unused_async, reason = "those of tokio wait")]
impl UnixStream {
    pub(crate) fn from_std(_socket: socket2::Socket) -> io::Result<Self> {
        none()
    }

    pub(crate) async fn readable(&self) -> io::Result<()> {
        match self.0 {}
    }

    pub(crate) async fn writable(&self) -> io::Result<()> {
        match self.0 {}
    }

    pub(crate) fn try_read(&self, _buffer: &mut [u8]) -> io::Result<usize> {
        match self.0 {}
    }

    pub(crate) fn try_write(&self, _bytes: &[u8]) -> io::Result<usize> {
        match self.0 {}
    }

    pub(crate) async fn shutdown(&mut self) -> io::Result<()> {
        match self.0 {}
    }
}

/// An AF_UNIX listener.
#[derive(Debug)]
pub(crate) struct UnixListener(Infallible);

#[allow(clippy::unused_async, reason = "those of tokio wait")]
impl UnixListener {
    pub(crate) fn from_std(_socket: socket2::Socket) -> io::Result<Self> {
        none()
    }

    pub(crate) async fn accept(&self) -> io::Result<(UnixStream, UnixSocketAddress)> {
        match self.0 {}
    }
}

/// An AF_UNIX datagram socket.
#[derive(Debug)]
pub(crate) struct UnixDatagram(Infallible);

#[allow(clippy::unused_async, reason = "those of tokio wait")]
impl UnixDatagram {
    pub(crate) fn from_std(_socket: socket2::Socket) -> io::Result<Self> {
        none()
    }

    pub(crate) async fn recv_from(
        &self,
        _buffer: &mut [u8],
    ) -> io::Result<(usize, UnixSocketAddress)> {
        match self.0 {}
    }

    pub(crate) async fn async_io<T>(
        &self,
        _interest: Interest,
        _call: impl FnMut() -> io::Result<T>,
    ) -> io::Result<T> {
        match self.0 {}
    }
}

//! A connection's socket, TCP or AF_UNIX.

use std::cell::RefCell;
use std::future::pending;
use std::io::{self, ErrorKind};
use std::net::SocketAddr;

use bytes::Bytes;
use lab_shared::assistant::setup::SocketOptions;
use lab_shared::call::{Address, Family, SocketType};
use tokio::io::{AsyncWriteExt as _, Interest};
use tokio::net::{TcpSocket, TcpStream};

use super::RECEIVE_BYTES;
use crate::assist_host::permission::{EndError, Guard, Permission};
use crate::socket::{Socket, UnixStream};

thread_local! {
    /// What a receive is read into: one for all connections of a thread, however many they are.
    static BUFFER: RefCell<Box<[u8]>> = RefCell::new(vec![0; RECEIVE_BYTES].into());
}

/// A connected stream socket.
#[derive(Debug)]
pub(crate) enum Stream {
    Tcp(TcpStream),
    Unix(UnixStream),
}

impl Stream {
    pub(crate) async fn readable(&self) -> io::Result<()> {
        match self {
            Self::Tcp(stream) => stream.readable().await,
            Self::Unix(stream) => stream.readable().await,
        }
    }

    pub(crate) async fn writable(&self) -> io::Result<()> {
        match self {
            Self::Tcp(stream) => stream.writable().await,
            Self::Unix(stream) => stream.writable().await,
        }
    }

    /// The bytes of one recv; none at the end of the stream.
    pub(crate) fn try_receive(&self) -> io::Result<Bytes> {
        BUFFER.with_borrow_mut(|buffer| {
            let length = self.try_read(buffer)?;
            Ok(Bytes::copy_from_slice(&buffer[..length]))
        })
    }

    /// One recv into a buffer of the caller's.
    pub(crate) fn try_read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.try_read(buffer),
            Self::Unix(stream) => stream.try_read(buffer),
        }
    }

    pub(crate) fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.try_write(bytes),
            Self::Unix(stream) => stream.try_write(bytes),
        }
    }

    /// Waits until the peer has reset the connection, and returns the failure. Of AF_UNIX only a write learns
    /// that the peer is gone.
    pub(super) async fn reset_by_peer(&self) -> io::Error {
        let Self::Tcp(stream) = self else { return pending().await };
        match stream.ready(Interest::ERROR).await.and_then(|_| stream.take_error()) {
            Ok(Some(error)) | Err(error) => error,
            Ok(None) => ErrorKind::BrokenPipe.into(),
        }
    }

    /// Sends the end of the stream.
    pub(crate) async fn shut_down(&mut self) -> io::Result<()> {
        match self {
            Self::Tcp(stream) => stream.shutdown().await,
            Self::Unix(stream) => stream.shutdown().await,
        }
    }

    /// Discards what the peer still sends, to its end.
    pub(crate) async fn drain(&self) -> io::Result<()> {
        loop {
            self.readable().await?;
            match self.try_receive() {
                Ok(bytes) if bytes.is_empty() => return Ok(()),
                Ok(_) => {}
                Err(error) => passing(error)?,
            }
        }
    }

    /// Has the kernel send small messages at once, so that they arrive as they were cut.
    pub(crate) fn send_at_once(&self) {
        if let Self::Tcp(stream) = self {
            // Without the option they may arrive together.
            let _ = stream.set_nodelay(true);
        }
    }

    /// Closes so that the peer's next call fails with ECONNRESET. An AF_UNIX socket can do that only
    /// by leaving bytes unread; otherwise its peer sees the end of the stream.
    pub(crate) fn reset(self) {
        if let Self::Tcp(stream) = self {
            // Without the option the connection is closed all the same.
            let _ = stream.set_zero_linger();
        }
    }
}

/// Readiness may be stale; every other failure is one.
pub(crate) fn passing(error: io::Error) -> io::Result<()> {
    match error.kind() {
        ErrorKind::WouldBlock | ErrorKind::Interrupted => Ok(()),
        _ => Err(error),
    }
}

/// Connects to the first address of a name that accepts.
pub(super) async fn connect_tcp(
    to: &Address,
    bind: Option<&Address>,
    options: &SocketOptions,
    permission: &Permission,
) -> Result<Stream, EndError> {
    let local = match bind {
        Some(bind) => Some(permission.resolve_one(bind).await?),
        None => None,
    };
    let mut failure = None;
    for address in permission.resolve(to).await? {
        match connect_to(address, local, options, permission.guard()).await {
            Ok(stream) => return Ok(stream),
            Err(error) => failure = Some(error),
        }
    }
    Err(failure.expect("a name has at least one address"))
}

async fn connect_to(
    address: SocketAddr,
    local: Option<SocketAddr>,
    options: &SocketOptions,
    mut guard: Guard,
) -> Result<Stream, EndError> {
    let socket = open(address, SocketType::Stream, options)?;
    if let Some(local) = local {
        socket.reuse_address()?;
        guard.bind(&socket, local)?;
    }
    guard.may_send(&socket, address)?;
    let socket = TcpSocket::from_std_stream(socket.into_std());
    Ok(Stream::Tcp(socket.connect(address).await?))
}

/// A socket of the address's family, with these options.
pub(super) fn open(
    address: SocketAddr,
    kind: SocketType,
    options: &SocketOptions,
) -> io::Result<Socket> {
    let family = if address.is_ipv4() { Family::Inet } else { Family::Inet6 };
    open_of(family, kind, options)
}

/// A socket of a family, with these options.
pub(super) fn open_of(
    family: Family,
    kind: SocketType,
    options: &SocketOptions,
) -> io::Result<Socket> {
    let socket = Socket::open(family, kind, 0)?;
    for (known, value) in options.iter() {
        let set = socket.set_option(known.level, known.option, &value);
        set.map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", known.name)))?;
    }
    Ok(socket)
}

pub(super) fn connect_unix(
    path: &str,
    options: &SocketOptions,
    permission: &Permission,
) -> Result<Stream, EndError> {
    let name = permission.unix_name(path, false)?;
    let socket = open_of(Family::Unix, SocketType::Stream, options)?;
    socket.connect(&name)?;
    Ok(Stream::Unix(UnixStream::from_std(socket.into_std())?))
}

//! A connection's socket, TCP or AF_UNIX.

use std::io;

use lab_shared::call::Address;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpSocket, TcpStream, UnixStream};

use super::address::{resolve, resolve_one};

/// A connected stream socket.
#[derive(Debug)]
pub(in crate::assist) enum Stream {
    Tcp(TcpStream),
    Unix(UnixStream),
}

impl Stream {
    pub(in crate::assist) async fn readable(&self) -> io::Result<()> {
        match self {
            Self::Tcp(stream) => stream.readable().await,
            Self::Unix(stream) => stream.readable().await,
        }
    }

    pub(in crate::assist) async fn writable(&self) -> io::Result<()> {
        match self {
            Self::Tcp(stream) => stream.writable().await,
            Self::Unix(stream) => stream.writable().await,
        }
    }

    pub(in crate::assist) fn try_read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.try_read(buffer),
            Self::Unix(stream) => stream.try_read(buffer),
        }
    }

    pub(in crate::assist) fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Tcp(stream) => stream.try_write(bytes),
            Self::Unix(stream) => stream.try_write(bytes),
        }
    }

    /// Sends the end of the stream.
    pub(in crate::assist) async fn shut_down(&mut self) -> io::Result<()> {
        match self {
            Self::Tcp(stream) => stream.shutdown().await,
            Self::Unix(stream) => stream.shutdown().await,
        }
    }

    /// Has the kernel send small messages at once, so that they arrive as they were cut.
    pub(in crate::assist) fn send_at_once(&self) {
        if let Self::Tcp(stream) = self {
            // Without the option they may arrive together.
            let _ = stream.set_nodelay(true);
        }
    }

    /// Closes so that the peer's next call fails with ECONNRESET. An AF_UNIX socket can do that only
    /// by leaving bytes unread; otherwise its peer sees the end of the stream.
    pub(in crate::assist) fn reset(self) {
        if let Self::Tcp(stream) = self {
            // Without the option the connection is closed all the same.
            let _ = stream.set_zero_linger();
        }
    }
}

/// Connects to the first address of a name that accepts.
pub(super) async fn connect_tcp(to: &Address, bind: Option<&Address>) -> io::Result<Stream> {
    let local = match bind {
        Some(bind) => Some(resolve_one(bind).await?),
        None => None,
    };
    let mut failure = None;
    for address in resolve(to).await? {
        let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
        if let Some(local) = local {
            socket.set_reuseaddr(true)?;
            socket.bind(local)?;
        }
        match socket.connect(address).await {
            Ok(stream) => return Ok(Stream::Tcp(stream)),
            Err(error) => failure = Some(error),
        }
    }
    Err(failure.expect("a name has at least one address"))
}

pub(super) async fn connect_unix(path: &str) -> io::Result<Stream> {
    // tokio takes names of the abstract namespace with a NUL in front.
    let name = path.strip_prefix('@').map_or_else(|| path.to_owned(), |name| format!("\0{name}"));
    UnixStream::connect(name).await.map(Stream::Unix)
}

//! Listeners: every connection is accepted at once and reported.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::os::unix::net::UnixListener as StdUnixListener;
use std::time::Duration;

use lab_shared::call::Address;
use tokio::net::{TcpSocket, UnixListener};
use tokio::time::sleep;

use super::address::{resolve_one, unix_address, unix_name};
use super::unix_path::BoundPath;
use super::{Reporter, Stream, What};
use crate::chat_host::address_of;

/// Connections that wait in the kernel.
const BACKLOG: u32 = 1024;

/// Pause before the next accept after one that failed.
const BACK_OFF: Duration = Duration::from_millis(100);

pub(super) async fn serve_tcp(listen: &Address, reporter: &Reporter) -> io::Result<()> {
    let address: SocketAddr = resolve_one(listen).await?;
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    let listener = socket.listen(BACKLOG)?;
    reporter.report(What::Bound(address_of(listener.local_addr()?))).await;
    loop {
        match listener.accept().await {
            Ok((stream, from)) => {
                let accepted = What::Accepted(Stream::Tcp(stream), address_of(from));
                reporter.report(accepted).await;
            }
            Err(error) => endure(error).await,
        }
    }
}

pub(super) async fn serve_unix(listen: &str, reporter: &Reporter) -> io::Result<()> {
    let name = unix_name(listen)?;
    let listener = StdUnixListener::bind_addr(&name)?;
    let _path = BoundPath::of(&name);
    listener.set_nonblocking(true)?;
    let listener = UnixListener::from_std(listener)?;
    reporter.report(What::Bound(unix_address(&name))).await;
    loop {
        match listener.accept().await {
            Ok((stream, from)) => {
                let from = unix_address(&from.into());
                reporter.report(What::Accepted(Stream::Unix(stream), from)).await;
            }
            Err(error) => endure(error).await,
        }
    }
}

/// Lets a listener live on: the connection ended before accept(2) took it, or descriptors or memory
/// have run out for now.
async fn endure(error: io::Error) {
    if !matches!(error.kind(), ErrorKind::ConnectionAborted | ErrorKind::Interrupted) {
        tracing::warn!(%error, "cannot accept a connection; trying again");
        sleep(BACK_OFF).await;
    }
}

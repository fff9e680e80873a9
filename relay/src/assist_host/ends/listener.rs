//! Listeners: every connection is accepted at once and reported.

use std::io::{self, ErrorKind};
use std::time::Duration;

use lab_shared::assistant::setup::SocketOptions;
use lab_shared::call::{Address, Family, SocketType};
use tokio::net::TcpListener;
use tokio::time::sleep;

use super::unix_path::BoundPath;
use super::{Reporter, Stream, What, stream};
use crate::assist_host::permission::{EndError, Permission};
use crate::chat_host::address_of;
use crate::socket::{UnixListener, unix_address};

/// Connections that wait in the kernel.
const BACKLOG: i32 = 1024;

/// Pause before the next accept after one that failed.
const BACK_OFF: Duration = Duration::from_millis(100);

pub(super) async fn serve_tcp(
    listen: &Address,
    options: &SocketOptions,
    permission: &Permission,
    reporter: &Reporter,
) -> Result<(), EndError> {
    let address = permission.resolve_one(listen).await?;
    let socket = stream::open(address, SocketType::Stream, options)?;
    let mut guard = permission.guard();
    socket.reuse_address()?;
    guard.bind(&socket, address)?;
    guard.listen(&socket, BACKLOG)?;
    let listener = TcpListener::from_std(socket.into_std())?;
    reporter
        .report(What::Bound(address_of(listener.local_addr()?), guard.is_kept_to_loopback()))
        .await;
    loop {
        let place = reporter.place().await;
        match listener.accept().await {
            Ok((stream, from)) => {
                let accepted = What::Accepted(Stream::Tcp(stream), address_of(from), place);
                reporter.report(accepted).await;
            }
            Err(error) => endure(error).await,
        }
    }
}

pub(super) async fn serve_unix(
    listen: &str,
    options: &SocketOptions,
    permission: &Permission,
    reporter: &Reporter,
) -> Result<(), EndError> {
    let name = permission.unix_name(listen, true)?;
    let socket = stream::open_of(Family::Unix, SocketType::Stream, options)?;
    socket.bind(&name)?;
    let _path = BoundPath::of(&name.address());
    socket.listen(BACKLOG)?;
    let listener = UnixListener::from_std(socket.into_std())?;
    reporter.report(What::Bound(name.address(), false)).await;
    loop {
        let place = reporter.place().await;
        match listener.accept().await {
            Ok((stream, from)) => {
                let from = unix_address(&from);
                reporter.report(What::Accepted(Stream::Unix(stream), from, place)).await;
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

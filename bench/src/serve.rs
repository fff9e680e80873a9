//! The two peers that are this program itself, each in a process of its own.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::{Context as _, Result, bail};
use axum::Router;
use axum::extract::ws::{Message, WebSocketUpgrade};
use axum::routing::any;
use axum::serve::ListenerExt as _;
use tokio::io::copy_bidirectional_with_sizes;
use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// Bytes the proxy reads at once in each direction.
const BUFFER: usize = 64 * 1024;

/// Connections that may wait to be accepted.
const BACKLOG: u32 = 4096;

/// A listener whose accept queue is long enough for thousands of connections at once.
pub(crate) fn listen(at: SocketAddr) -> Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(at)?;
    Ok(socket.listen(BACKLOG)?)
}

/// `proxy PORT TARGET` or `echo PORT`, on 127.0.0.1 until it is killed.
pub(crate) fn serve(role: &[String]) -> Result<()> {
    let role: Vec<&str> = role.iter().map(String::as_str).collect();
    let local = |port: &str| -> Result<SocketAddr> {
        Ok((Ipv4Addr::LOCALHOST, port.parse().with_context(|| format!("{port:?} is no port"))?)
            .into())
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match *role {
        ["proxy", port, target] => runtime.block_on(proxy(local(port)?, local(target)?)),
        ["echo", port] => runtime.block_on(echo(local(port)?)),
        _ => bail!("there is `serve proxy PORT TARGET` and `serve echo PORT`, but not {role:?}"),
    }
}

/// Copies between each connection and one of its own to `target`.
async fn proxy(at: SocketAddr, target: SocketAddr) -> Result<()> {
    let listener = listen(at)?;
    loop {
        let (mut near, _) = listener.accept().await?;
        tokio::spawn(async move {
            let copied = async {
                let mut far = TcpStream::connect(target).await?;
                near.set_nodelay(true)?;
                far.set_nodelay(true)?;
                copy_bidirectional_with_sizes(&mut near, &mut far, BUFFER, BUFFER).await
            };
            // A connection may end in any way; dropping both ends passes that on.
            let _ = copied.await;
        });
    }
}

/// Sends every WebSocket message back, with the libraries of the relay.
async fn echo(at: SocketAddr) -> Result<()> {
    let listener = listen(at)?.tap_io(|connection| {
        connection.set_nodelay(true).expect("a TCP connection can be told not to delay");
    });
    let route = any(async |upgrade: WebSocketUpgrade| {
        upgrade.on_upgrade(async |mut socket| {
            while let Some(Ok(message @ (Message::Text(_) | Message::Binary(_)))) =
                socket.recv().await
            {
                if socket.send(message).await.is_err() {
                    return;
                }
            }
        })
    });
    Ok(axum::serve(listener, Router::new().route("/", route)).await?)
}

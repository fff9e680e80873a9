//! What two other programs send each other: a port that forwards one connection and keeps its bytes.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::common::within;

/// A port in front of a server.
pub(super) struct Tap {
    pub(super) port: String,
    both: JoinHandle<(Vec<u8>, Vec<u8>)>,
}

impl Tap {
    /// Forwards the first connection to a port.
    pub(super) async fn before(server: &str) -> Self {
        let to = format!("127.0.0.1:{server}");
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port().to_string();
        let both = tokio::spawn(async move {
            let (client, server) = listener.accept().await.unwrap().0.into_split();
            let (from_server, to_server) = TcpStream::connect(to).await.unwrap().into_split();
            tokio::join!(forward(client, to_server), forward(from_server, server))
        });
        Self { port, both }
    }

    /// The bytes of the client, and those of the server, once both have closed.
    pub(super) async fn bytes(self) -> (Vec<u8>, Vec<u8>) {
        within("both to close", self.both).await.unwrap()
    }
}

/// Forwards one direction until it ends, however it does.
async fn forward(mut from: OwnedReadHalf, mut to: OwnedWriteHalf) -> Vec<u8> {
    let (mut all, mut buffer) = (Vec::new(), vec![0; 64 * 1024]);
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        all.extend_from_slice(&buffer[..length]);
        if to.write_all(&buffer[..length]).await.is_err() {
            break;
        }
    }
    all
}

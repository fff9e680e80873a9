//! TCP through a published port: a connection for each connection. An end of data and a reset reach the other side.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::copy_bidirectional_with_sizes;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::Dial;
use crate::resources::limits::{MAX_PUBLISHED_CONNECTIONS, PUBLISHED_BUFFER_BYTES};

/// Before the next accept(2) when one has failed, as it does where there are no descriptors left.
const PAUSE: Duration = Duration::from_millis(100);

/// Accepts connections until it is aborted, which ends them too. Beyond the most it forwards at once, they wait in the
/// backlog.
pub(super) async fn serve(listener: TcpListener, port: u16, host: Arc<impl Dial>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            Some(_) = connections.join_next() => {}
            accepted = listener.accept(), if connections.len() < MAX_PUBLISHED_CONNECTIONS => match accepted {
                Ok((client, _)) => {
                    connections.spawn(forward(client, port, Arc::clone(&host)));
                }
                Err(error) => {
                    tracing::warn!(%error, "a published port cannot accept");
                    sleep(PAUSE).await;
                }
            }
        }
    }
}

async fn forward(mut client: TcpStream, port: u16, host: Arc<impl Dial>) {
    let Ok(mut server) = host.stream(port).await else { return reset(&client) };
    let (there, back) = (PUBLISHED_BUFFER_BYTES, PUBLISHED_BUFFER_BYTES);
    let forwarded = copy_bidirectional_with_sizes(&mut client, &mut server, there, back).await;
    if forwarded.is_err() {
        reset(&client);
        reset(&server);
    }
}

/// Has the close of a connection be a reset.
fn reset(stream: &TcpStream) {
    // It fails where the connection is gone already.
    let _ = stream.set_zero_linger();
}

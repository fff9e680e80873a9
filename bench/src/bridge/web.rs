//! The client: one connection to a bridge, with one or more streams to the target in it.

use std::convert::Infallible;
use std::future::poll_fn;
use std::net::SocketAddr;
use std::task::{Context, Poll};

use anyhow::{Context as _, Result, ensure};
use bytes::Bytes;
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

/// Most chunks written between two reads.
const WRITE_BURST: u32 = 4;

/// Bytes a raw connection reads at once.
const BUFFER: usize = 256 * 1024;

/// A WebSocket to a bridge.
pub(crate) type Socket = WebSocketStream<TcpStream>;

/// How a bridge carries its streams in WebSocket messages. Messages with a chunk are prepared, so
/// that every bridge costs the client the same: masking and writing.
pub(crate) trait Dialect {
    /// The next message besides chunks.
    fn due(&mut self) -> Option<Message>;

    /// The next chunk, on any stream that can take one now.
    fn chunk(&mut self) -> Option<Message>;

    /// Handles a received message.
    fn heard(&mut self, message: Message) -> Result<Option<Heard>>;
}

/// Bytes received on a stream.
pub(crate) struct Heard {
    pub(crate) stream: usize,
    pub(crate) bytes: Bytes,
}

/// The receiver of those bytes.
pub(crate) type Ear<'a> = &'a mut dyn FnMut(usize, &[u8]) -> Result<()>;

/// One connection to a bridge.
pub(crate) enum Conduit {
    /// TCP, one stream.
    Tcp { stream: TcpStream, chunk: Bytes },
    /// A WebSocket.
    Web { socket: Box<Socket>, dialect: Box<dyn Dialect>, chunk_length: usize },
}

impl Conduit {
    /// Sends chunks at full speed and receives, until dropped.
    pub(crate) async fn flood(&mut self, ear: Ear<'_>) -> Result<Infallible> {
        match self {
            Self::Tcp { stream, chunk } => {
                let (mut from, mut to) = stream.split();
                let writing = async {
                    loop {
                        if let Err(error) = to.write_all(chunk).await {
                            return Err(anyhow::Error::from(error));
                        }
                    }
                };
                let reading = async {
                    let mut buffer = vec![0; BUFFER];
                    loop {
                        let count = from.read(&mut buffer).await?;
                        ensure!(count > 0, "the bridge has closed");
                        ear(0, &buffer[..count])?;
                    }
                };
                tokio::select! {
                    ended = writing => ended,
                    ended = reading => ended,
                }
            }
            Self::Web { socket, dialect, .. } => loop {
                let mut chunks = u64::MAX;
                let turn = poll_fn(|cx| poll_turn(socket, dialect.as_mut(), cx, &mut chunks));
                let message = turn.await?;
                if let Some(heard) = dialect.heard(message)? {
                    ear(heard.stream, &heard.bytes)?;
                }
            },
        }
    }

    /// Sends one chunk and waits until as many bytes have returned.
    pub(crate) async fn ping(&mut self) -> Result<()> {
        match self {
            Self::Tcp { stream, chunk } => {
                stream.write_all(chunk).await?;
                let mut buffer = [0; 1024];
                let mut heard = 0;
                while heard < chunk.len() {
                    let count = stream.read(&mut buffer).await?;
                    ensure!(count > 0, "the bridge has closed");
                    heard += count;
                }
            }
            Self::Web { socket, dialect, chunk_length } => {
                let (mut chunks, mut heard) = (1, 0);
                while heard < *chunk_length {
                    let turn = poll_fn(|cx| poll_turn(socket, dialect.as_mut(), cx, &mut chunks));
                    let message = turn.await?;
                    heard += dialect.heard(message)?.map_or(0, |heard| heard.bytes.len());
                }
            }
        }
        Ok(())
    }
}

/// Writes what may be written, up to a number of chunks, and waits for a message. Writing never
/// blocks reading, because a bridge may not read before its own messages are read.
fn poll_turn(
    socket: &mut Socket,
    dialect: &mut dyn Dialect,
    cx: &mut Context<'_>,
    chunks: &mut u64,
) -> Poll<Result<Message>> {
    let mut burst = 0;
    while socket.poll_ready_unpin(cx)?.is_ready() {
        if burst == WRITE_BURST {
            cx.waker().wake_by_ref();
            break;
        }
        if let Some(message) = (*chunks > 0).then(|| dialect.chunk()).flatten() {
            socket.start_send_unpin(message)?;
            *chunks -= 1;
            burst += 1;
        } else if let Some(message) = dialect.due() {
            socket.start_send_unpin(message)?;
        } else {
            break;
        }
    }
    let _ = socket.poll_flush_unpin(cx)?;
    match socket.poll_next_unpin(cx)? {
        Poll::Ready(Some(message)) => Poll::Ready(Ok(message)),
        Poll::Ready(None) => Poll::Ready(Err(anyhow::anyhow!("the bridge has closed"))),
        Poll::Pending => Poll::Pending,
    }
}

/// Opens a WebSocket whose reads take at most `read_bytes` bytes.
pub(crate) async fn open(address: SocketAddr, path: &str, read_bytes: usize) -> Result<Socket> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let config = WebSocketConfig::default().read_buffer_size(read_bytes);
    let url = format!("ws://{address}{path}");
    let (socket, _) = client_async_with_config(url, stream, Some(config))
        .await
        .with_context(|| format!("no WebSocket at {address}"))?;
    Ok(socket)
}

/// A bridge with one stream, whose bytes are the contents of the messages.
pub(crate) struct Plain {
    message: Message,
}

impl Plain {
    pub(crate) fn new(chunk: Bytes) -> Self {
        Self { message: Message::Binary(chunk) }
    }
}

impl Dialect for Plain {
    fn due(&mut self) -> Option<Message> {
        None
    }

    fn chunk(&mut self) -> Option<Message> {
        Some(self.message.clone())
    }

    fn heard(&mut self, message: Message) -> Result<Option<Heard>> {
        Ok(match message {
            Message::Binary(bytes) => Some(Heard { stream: 0, bytes }),
            Message::Text(text) => Some(Heard { stream: 0, bytes: text.into() }),
            _ => None,
        })
    }
}

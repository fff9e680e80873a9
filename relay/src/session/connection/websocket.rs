//! One page's WebSocket: messages instead of frames, and never more of them than the page takes.

use std::time::Duration;

use bytes::Bytes;
use futures_util::{FutureExt as _, SinkExt as _, StreamExt as _};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use lab_shared::wire::{DecodeError, Frame, Goodbye, MAX_FRAME_BYTES, ToPage, ToRelay, close_code};
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::error::{Error, ProtocolError};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::Frame as RawFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

use crate::resources::limits::{
    CLOSE_TIMEOUT, FRAGMENT_BYTES, READ_BUFFER_BYTES, WRITE_BUFFER_BYTES,
};

/// The relay's end of a WebSocket.
pub(crate) type WebSocket = WebSocketStream<TokioIo<Upgraded>>;

/// Longest detail of what was wrong with a message; a page could otherwise have it echo much.
const MAX_DETAIL_CHARS: usize = 200;

/// Why no more messages come or go.
#[derive(Debug)]
pub(crate) enum Disconnect {
    /// The page has closed the WebSocket for good.
    Left,
    /// The WebSocket broke.
    Gone,
    /// The page takes nothing any more.
    Stuck,
    /// The relay ends it, for this reason.
    Goodbye(Goodbye),
}

impl Disconnect {
    /// The page has been silent for too long.
    pub(crate) fn silence() -> Self {
        Self::Goodbye(Goodbye::Silence)
    }
}

/// What came from the page.
#[derive(Debug)]
pub(crate) enum Decoded {
    /// A message.
    Message {
        /// The message.
        message: ToRelay,
        /// Bytes of its frame.
        size: usize,
    },
    /// A sign of life that is no message.
    Life,
}

/// One page's WebSocket.
#[derive(Debug)]
pub(crate) struct Link {
    socket: WebSocket,
    /// How long one message may be stuck.
    patience: Duration,
    /// Something was written and not flushed.
    unflushed: bool,
    /// Bytes of the buffers that frames are read into and written from. They never shrink.
    read_into: usize,
    written_from: usize,
}

impl Link {
    /// A link that gives a page up when it takes nothing for `patience`.
    pub(crate) fn new(socket: WebSocket, patience: Duration) -> Self {
        let (read_into, written_from) = (READ_BUFFER_BYTES, 0);
        Self { socket, patience, unflushed: false, read_into, written_from }
    }

    /// Bytes that its buffers take.
    pub(crate) fn buffers(&self) -> usize {
        self.read_into + self.written_from
    }

    /// Waits for something from the page.
    pub(crate) async fn receive(&mut self) -> Result<Decoded, Disconnect> {
        let next = self.socket.next().await;
        self.accept(next)
    }

    /// What has come from the page already.
    pub(crate) fn try_receive(&mut self) -> Option<Result<Decoded, Disconnect>> {
        let next = self.socket.next().now_or_never()?;
        Some(self.accept(next))
    }

    /// Waits until the page has closed the WebSocket or it broke, whatever comes before.
    pub(crate) async fn ended(&mut self) -> Disconnect {
        loop {
            if let None | Some(Err(_) | Ok(Message::Close(_))) = self.socket.next().await {
                return Disconnect::Left;
            }
        }
    }

    /// What the WebSocket's next frame means. A Close is answered with a Close at once, RFC 6455
    /// §5.5.1, unless the page takes nothing at the moment; [`Link::finish`] waits for that.
    fn accept(&mut self, next: Option<Result<Message, Error>>) -> Result<Decoded, Disconnect> {
        if let Some(Ok(Message::Close(_))) = next {
            // Reading on is what writes it.
            let _ = self.socket.next().now_or_never();
        }
        let Some(frame) = data(next)? else { return Ok(Decoded::Life) };
        let size = frame.size();
        self.read_into = self.read_into.max(size);
        match ToRelay::decode(self.apart(frame)) {
            Ok(message) => Ok(Decoded::Message { message, size }),
            Err(DecodeError::ControlTooLarge(_) | DecodeError::PayloadTooLarge(_)) => {
                Err(too_large())
            }
            Err(error) => Err(malformed(&error.to_string())),
        }
    }

    /// A binary frame is a part of the buffer it was read into, which may have room for the largest
    /// frame so far. A small part would keep all of it, so that is copied.
    fn apart(&self, frame: Frame) -> Frame {
        match frame {
            Frame::Binary(bytes) if bytes.len() < self.read_into / 2 => {
                Frame::Binary(Bytes::copy_from_slice(&bytes))
            }
            frame => frame,
        }
    }

    /// Writes a message; it leaves with the next flush at the latest. While the page takes nothing
    /// this waits, and so does all the rest of its session.
    pub(crate) async fn write(&mut self, frame: Frame) -> Result<(), Disconnect> {
        self.unflushed = true;
        self.written_from =
            self.written_from.max(frame.size().min(WRITE_BUFFER_BYTES + FRAGMENT_BYTES));
        let (mut rest, mut kind) = match frame {
            Frame::Text(text) => (text.into(), Data::Text),
            Frame::Binary(bytes) => (bytes, Data::Binary),
        };
        self.within_patience(async |socket| {
            loop {
                let fragment = rest.split_to(rest.len().min(FRAGMENT_BYTES));
                let frame = RawFrame::message(fragment, OpCode::Data(kind), rest.is_empty());
                socket.feed(Message::Frame(frame)).await?;
                if rest.is_empty() {
                    return Ok(());
                }
                kind = Data::Continue;
            }
        })
        .await
    }

    /// Sends what was written.
    pub(crate) async fn flush(&mut self) -> Result<(), Disconnect> {
        if !self.unflushed {
            return Ok(());
        }
        self.unflushed = false;
        self.within_patience(async |socket| socket.flush().await).await
    }

    async fn within_patience(
        &mut self,
        send: impl AsyncFnOnce(&mut WebSocket) -> Result<(), Error>,
    ) -> Result<(), Disconnect> {
        match timeout(self.patience, send(&mut self.socket)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(Disconnect::Gone),
            Err(_) => Err(Disconnect::Stuck),
        }
    }

    /// Tells the page why, closes, and waits a moment for the page to close too: to leave sooner
    /// could reset the connection and lose the goodbye.
    pub(crate) async fn close(mut self, goodbye: Goodbye) {
        let code = goodbye.close_code();
        // For a person who looks at the network traffic; the page reads the goodbye.
        let reason = Utf8Bytes::from_static(goodbye.name());
        let farewell = async {
            self.write(ToPage::Goodbye(goodbye).encode()).await.ok()?;
            let close = Message::Close(Some(CloseFrame { code: code.into(), reason }));
            self.socket.send(close).await.ok()?;
            while let Some(Ok(_)) = self.socket.next().await {}
            Some(())
        };
        // A page that does not take its goodbye loses it.
        let _ = timeout(CLOSE_TIMEOUT, farewell).await;
    }

    /// Waits a moment until the page has the answer to its Close.
    pub(crate) async fn finish(mut self) {
        let _ = timeout(CLOSE_TIMEOUT, self.socket.next()).await;
    }
}

/// The frame of a message; `None` for a sign of life that is none.
fn data(next: Option<Result<Message, Error>>) -> Result<Option<Frame>, Disconnect> {
    let frame = match next {
        Some(Ok(Message::Text(text))) if text.len() > MAX_FRAME_BYTES => return Err(too_large()),
        Some(Ok(Message::Binary(bytes))) if bytes.len() > MAX_FRAME_BYTES => {
            return Err(too_large());
        }
        Some(Ok(Message::Text(text))) => Frame::Text(text.as_str().to_owned()),
        Some(Ok(Message::Binary(bytes))) => Frame::Binary(bytes),
        // No fragment comes alone: the WebSocket gives whole messages.
        Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => return Ok(None),
        Some(Ok(Message::Close(Some(close)))) if close.code == close_code::INTERRUPTED.into() => {
            return Err(Disconnect::Gone);
        }
        Some(Ok(Message::Close(_))) => return Err(Disconnect::Left),
        None => return Err(Disconnect::Gone),
        Some(Err(error)) => return Err(broken(error)),
    };
    Ok(Some(frame))
}

fn too_large() -> Disconnect {
    Disconnect::Goodbye(Goodbye::TooLarge)
}

/// A message the relay could not read.
pub(crate) fn malformed(detail: &str) -> Disconnect {
    let detail = detail.chars().take(MAX_DETAIL_CHARS).collect();
    Disconnect::Goodbye(Goodbye::Malformed { detail })
}

/// What an error of the WebSocket itself means.
fn broken(error: Error) -> Disconnect {
    match error {
        Error::Capacity(_) => too_large(),
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => Disconnect::Gone,
        Error::Protocol(error) => malformed(&error.to_string()),
        Error::Utf8(error) => malformed(&error),
        _ => Disconnect::Gone,
    }
}

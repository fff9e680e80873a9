//! The Wisp protocol, version 1: streams in one WebSocket, a packet a message, and a credit of packets
//! for each stream.

use anyhow::{Result, bail, ensure};
use bytes::{Buf as _, BufMut as _, Bytes, BytesMut};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio_tungstenite::tungstenite::Message;

use super::web::{Dialect, Heard, Socket};

const CONNECT: u8 = 1;
const DATA: u8 = 2;
const CONTINUE: u8 = 3;
const CLOSE: u8 = 4;

/// The stream type of CONNECT.
const TCP: u8 = 1;

/// Streams to one target.
pub(crate) struct Wisp {
    streams: Vec<Stream>,
    /// Whose turn it is.
    turn: usize,
}

struct Stream {
    /// Packets it may still send.
    credit: u32,
    packet: Message,
}

impl Wisp {
    /// Opens `streams` streams to the target of this port, each to send `chunk` repeatedly.
    pub(crate) async fn open(
        socket: &mut Socket,
        streams: usize,
        target: u16,
        chunk: &Bytes,
    ) -> Result<Self> {
        let credit = greeting(socket).await?;
        let mut opened = Vec::new();
        for number in 1..=u32::try_from(streams)? {
            socket.feed(connect(number, target)).await?;
            let mut packet = BytesMut::with_capacity(5 + chunk.len());
            packet.put_u8(DATA);
            packet.put_u32_le(number);
            packet.put_slice(chunk);
            opened.push(Stream { credit, packet: Message::Binary(packet.freeze()) });
        }
        socket.flush().await?;
        Ok(Self { streams: opened, turn: 0 })
    }
}

/// Waits for the packet that begins a connection, and returns the credit of new streams.
pub(crate) async fn greeting(socket: &mut Socket) -> Result<u32> {
    let Some(Message::Binary(mut bytes)) = socket.next().await.transpose()? else {
        bail!("wisp-js does not begin with a packet");
    };
    ensure!(bytes.len() == 9 && bytes[0] == CONTINUE, "wisp-js does not begin with a credit");
    bytes.advance(5);
    Ok(bytes.get_u32_le())
}

/// The packet that opens a stream.
pub(crate) fn connect(number: u32, target: u16) -> Message {
    let mut packet = BytesMut::new();
    packet.put_u8(CONNECT);
    packet.put_u32_le(number);
    packet.put_u8(TCP);
    packet.put_u16_le(target);
    packet.put_slice(b"127.0.0.1");
    Message::Binary(packet.freeze())
}

impl Dialect for Wisp {
    fn due(&mut self) -> Option<Message> {
        None
    }

    fn chunk(&mut self) -> Option<Message> {
        for _ in 0..self.streams.len() {
            self.turn = (self.turn + 1) % self.streams.len();
            let stream = &mut self.streams[self.turn];
            if stream.credit > 0 {
                stream.credit -= 1;
                return Some(stream.packet.clone());
            }
        }
        None
    }

    fn heard(&mut self, message: Message) -> Result<Option<Heard>> {
        let Message::Binary(mut packet) = message else { return Ok(None) };
        ensure!(packet.len() >= 5, "wisp-js sent a packet without a header");
        let kind = packet.get_u8();
        let number = packet.get_u32_le() as usize;
        ensure!((1..=self.streams.len()).contains(&number), "wisp-js names an unknown stream");
        match kind {
            DATA => return Ok(Some(Heard { stream: number - 1, bytes: packet })),
            CONTINUE => self.streams[number - 1].credit = packet.get_u32_le(),
            CLOSE => bail!("wisp-js has closed a stream"),
            kind => bail!("wisp-js sent a packet of kind {kind}"),
        }
        Ok(None)
    }
}

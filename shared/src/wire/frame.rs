//! Messages to frames and back. Decoding rejects whatever it does not know, and never panics.

use bytes::{BufMut, Bytes, BytesMut};
use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

use super::{
    AssistantMessage, Call, MAX_CONTROL_BYTES, MAX_PAYLOAD_BYTES, Return, ToPage, ToRelay,
};

/// First byte of a binary frame that has a message and its bytes.
pub const BINARY_MESSAGE: u8 = 1;

/// Length of a binary frame's header, see [`crate::wire`].
pub const HEADER_BYTES: usize = 12;

/// One WebSocket message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// JSON.
    Text(String),
    /// Header, JSON, bytes.
    Binary(Bytes),
}

impl Frame {
    /// Bytes on the wire, without the WebSocket's own header.
    #[must_use]
    pub fn size(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Binary(bytes) => bytes.len(),
        }
    }
}

/// Why a frame is no message.
#[derive(Debug, Error)]
pub enum DecodeError {
    /// The binary frame ends before its header does.
    #[error("a binary frame of {0} bytes is shorter than its header of {HEADER_BYTES}")]
    Truncated(usize),
    /// The header's first byte is not known.
    #[error("unknown kind {0} of binary frame")]
    Kind(u8),
    /// Reserved bytes are not zero.
    #[error("reserved bytes of a binary frame are not zero")]
    Reserved,
    /// The header announces more JSON than there is.
    #[error("a binary frame announces {announced} bytes of JSON and has {present}")]
    ControlLength {
        /// The length in the header.
        announced: usize,
        /// The bytes that follow.
        present: usize,
    },
    /// The JSON is over [`MAX_CONTROL_BYTES`].
    #[error("{0} bytes of JSON are over the limit of {MAX_CONTROL_BYTES}")]
    ControlTooLarge(usize),
    /// The bytes are over [`MAX_PAYLOAD_BYTES`].
    #[error("{0} bytes beside a message are over the limit of {MAX_PAYLOAD_BYTES}")]
    PayloadTooLarge(usize),
    /// The JSON is not valid, or not a message of this protocol.
    #[error("not a message: {0}")]
    Json(#[from] serde_json::Error),
    /// The header's id is not the JSON's.
    #[error("the header names {header}, the message {message}")]
    IdMismatch {
        /// The header's id.
        header: u32,
        /// The message's id.
        message: u32,
    },
    /// A message with bytes was a text frame.
    #[error("the message needs bytes and came as a text frame")]
    BytesMissing,
    /// A message without bytes was a binary frame.
    #[error("the message takes no bytes and came as a binary frame")]
    BytesUnexpected,
}

impl ToRelay {
    /// The message as one frame.
    #[must_use]
    pub fn encode(&self) -> Frame {
        encode(self)
    }

    /// The message of a frame.
    ///
    /// # Errors
    /// [`DecodeError`] for anything but exactly one whole message.
    pub fn decode(frame: Frame) -> Result<Self, DecodeError> {
        decode(frame)
    }
}

impl ToPage {
    /// The message as one frame.
    #[must_use]
    pub fn encode(&self) -> Frame {
        encode(self)
    }

    /// The message of a frame.
    ///
    /// # Errors
    /// [`DecodeError`] for anything but exactly one whole message.
    pub fn decode(frame: Frame) -> Result<Self, DecodeError> {
        decode(frame)
    }
}

/// A message that may have bytes beside it.
trait Message: Serialize + DeserializeOwned {
    /// The id of the call or the assistant, and the bytes, where the message has some.
    fn payload(&self) -> Option<(u32, &Bytes)>;
    /// Where the bytes of a decoded message go.
    fn payload_mut(&mut self) -> Option<&mut Bytes>;
}

impl Message for ToRelay {
    fn payload(&self) -> Option<(u32, &Bytes)> {
        match self {
            Self::Call(Call { id, op, bytes, .. }) if op.carries_bytes() => Some((id.0, bytes)),
            Self::Assistant(AssistantMessage { assistant, content }) => {
                Some((assistant.0, content))
            }
            _ => None,
        }
    }

    fn payload_mut(&mut self) -> Option<&mut Bytes> {
        match self {
            Self::Call(Call { op, bytes, .. }) if op.carries_bytes() => Some(bytes),
            Self::Assistant(AssistantMessage { content, .. }) => Some(content),
            _ => None,
        }
    }
}

impl Message for ToPage {
    fn payload(&self) -> Option<(u32, &Bytes)> {
        match self {
            Self::Return(Return { id, outcome: Ok(value), .. }) => {
                value.bytes().map(|bytes| (id.0, bytes))
            }
            Self::Assistant(AssistantMessage { assistant, content }) => {
                Some((assistant.0, content))
            }
            _ => None,
        }
    }

    fn payload_mut(&mut self) -> Option<&mut Bytes> {
        match self {
            Self::Return(Return { outcome: Ok(value), .. }) => value.bytes_mut(),
            Self::Assistant(AssistantMessage { content, .. }) => Some(content),
            _ => None,
        }
    }
}

fn encode<M: Message>(message: &M) -> Frame {
    let json = serde_json::to_string(message)
        .expect("messages hold only strings, numbers and lists, which JSON can write");
    let Some((id, bytes)) = message.payload() else { return Frame::Text(json) };
    let length = u32::try_from(json.len()).expect("a message's JSON is far below 4 GiB");
    let mut frame = BytesMut::with_capacity(HEADER_BYTES + json.len() + bytes.len());
    frame.put_slice(&[BINARY_MESSAGE, 0, 0, 0]);
    frame.put_u32_le(id);
    frame.put_u32_le(length);
    frame.put_slice(json.as_bytes());
    frame.put_slice(bytes);
    Frame::Binary(frame.freeze())
}

fn decode<M: Message>(frame: Frame) -> Result<M, DecodeError> {
    match frame {
        Frame::Text(json) => {
            let message: M = parse(json.as_bytes())?;
            if message.payload().is_some() { Err(DecodeError::BytesMissing) } else { Ok(message) }
        }
        Frame::Binary(frame) => decode_binary(&frame),
    }
}

fn decode_binary<M: Message>(frame: &Bytes) -> Result<M, DecodeError> {
    let header: &[u8; HEADER_BYTES] =
        frame.first_chunk().ok_or(DecodeError::Truncated(frame.len()))?;
    let &[kind, r1, r2, r3, i0, i1, i2, i3, l0, l1, l2, l3] = header;
    if kind != BINARY_MESSAGE {
        return Err(DecodeError::Kind(kind));
    }
    if [r1, r2, r3] != [0; 3] {
        return Err(DecodeError::Reserved);
    }
    let header_id = u32::from_le_bytes([i0, i1, i2, i3]);
    let announced = u32::from_le_bytes([l0, l1, l2, l3]) as usize;
    let present = frame.len() - HEADER_BYTES;
    if announced > present {
        return Err(DecodeError::ControlLength { announced, present });
    }
    if present - announced > MAX_PAYLOAD_BYTES {
        return Err(DecodeError::PayloadTooLarge(present - announced));
    }
    let mut message: M = parse(&frame[HEADER_BYTES..HEADER_BYTES + announced])?;
    let Some((id, _)) = message.payload() else { return Err(DecodeError::BytesUnexpected) };
    if id != header_id {
        return Err(DecodeError::IdMismatch { header: header_id, message: id });
    }
    if let Some(bytes) = message.payload_mut() {
        *bytes = frame.slice(HEADER_BYTES + announced..);
    }
    Ok(message)
}

fn parse<M: Message>(json: &[u8]) -> Result<M, DecodeError> {
    if json.len() > MAX_CONTROL_BYTES {
        return Err(DecodeError::ControlTooLarge(json.len()));
    }
    Ok(serde_json::from_slice(json)?)
}

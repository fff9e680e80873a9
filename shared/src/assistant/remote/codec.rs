//! Content to bytes and back. Decoding rejects whatever it does not know, and never panics.

use bytes::{BufMut as _, Bytes, BytesMut};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::message::{Request, Update};
use crate::assistant::log::EntryKind;
use crate::assistant::session::Command;

/// Why bytes are no content.
#[derive(Debug, Error)]
pub enum ContentError {
    /// They end before they should.
    #[error("the content ends in the middle")]
    Truncated,
    /// The JSON is not valid, or not of this protocol.
    #[error("not a message of an assistant: {0}")]
    Json(#[from] serde_json::Error),
    /// The pieces behind the JSON are not those that it tells of.
    #[error("the bytes behind the JSON are not those that it tells of")]
    Pieces,
}

/// The JSON: a message, and the length of each piece.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope<M> {
    message: M,
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pieces: Vec<u32>,
}

/// A message with fields of bytes, which are left out of its JSON.
trait Content: Serialize + DeserializeOwned {
    /// The fields, in order.
    fn pieces(&mut self) -> Vec<&mut Bytes>;
}

impl Content for Request {
    fn pieces(&mut self) -> Vec<&mut Bytes> {
        match self {
            Self::Command(Command::SendBytes { bytes, .. }) => vec![bytes],
            _ => Vec::new(),
        }
    }
}

impl Content for Update {
    fn pieces(&mut self) -> Vec<&mut Bytes> {
        let Self::News(news) = self else { return Vec::new() };
        let held = news.changes.proxies.held.set.iter_mut().map(|(_, held)| &mut held.bytes);
        let kinds = news.entries.iter_mut().map(|numbered| &mut numbered.entry.kind);
        let bytes = kinds.filter_map(|kind| match kind {
            EntryKind::Sent { bytes, .. } | EntryKind::Received { bytes, .. } => Some(bytes),
            _ => None,
        });
        held.chain(bytes).collect()
    }
}

impl Request {
    /// The request as content.
    #[must_use]
    pub fn encode(self) -> Bytes {
        encode(self)
    }

    /// The request of a content.
    ///
    /// # Errors
    /// [`ContentError`] for anything but exactly one whole request.
    pub fn decode(content: &Bytes) -> Result<Self, ContentError> {
        decode(content)
    }
}

impl Update {
    /// The update as content.
    #[must_use]
    pub fn encode(self) -> Bytes {
        encode(self)
    }

    /// The update of a content.
    ///
    /// # Errors
    /// [`ContentError`] for anything but exactly one whole update.
    pub fn decode(content: &Bytes) -> Result<Self, ContentError> {
        decode(content)
    }
}

fn encode<M: Content>(mut message: M) -> Bytes {
    let taken: Vec<Bytes> = message.pieces().into_iter().map(std::mem::take).collect();
    let length = |bytes: usize| u32::try_from(bytes).expect("content is far below 4 GiB");
    let pieces = taken.iter().map(|piece| length(piece.len())).collect();
    let json = serde_json::to_vec(&Envelope { message, pieces })
        .expect("messages hold only strings, numbers and lists, which JSON can write");
    let sum: usize = taken.iter().map(Bytes::len).sum();
    let mut content = BytesMut::with_capacity(size_of::<u32>() + json.len() + sum);
    content.put_u32_le(length(json.len()));
    content.put_slice(&json);
    taken.iter().for_each(|piece| content.put_slice(piece));
    content.freeze()
}

fn decode<M: Content>(content: &Bytes) -> Result<M, ContentError> {
    let (length, _) = content.split_first_chunk().ok_or(ContentError::Truncated)?;
    let begin = size_of::<u32>();
    let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
    let end = begin.checked_add(length).filter(|end| *end <= content.len());
    let end = end.ok_or(ContentError::Truncated)?;
    let Envelope { mut message, pieces } =
        serde_json::from_slice::<Envelope<M>>(&content[begin..end])?;
    let mut rest = content.slice(end..);
    let fields = message.pieces();
    if fields.len() != pieces.len() {
        return Err(ContentError::Pieces);
    }
    for (field, length) in fields.into_iter().zip(pieces) {
        let length = length as usize;
        if length > rest.len() {
            return Err(ContentError::Truncated);
        }
        *field = rest.split_to(length);
    }
    if rest.is_empty() { Ok(message) } else { Err(ContentError::Pieces) }
}

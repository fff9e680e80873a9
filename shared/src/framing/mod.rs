//! Messages on a byte stream. TCP keeps no boundaries: several sends may arrive as one recv (what
//! learners search for as 粘包, sticky packets) and one send as several. Framing puts them back.
//!
//! [`Framing`] is the rule, a [`Framer`] takes the bytes of each recv and returns whole messages,
//! and [`Framing::encode`] writes one. However the stream is cut, the messages are the same.

mod encode;
mod framer;

pub use framer::Framer;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// How messages are separated.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Framing {
    /// Not at all: the bytes of each recv count as a message.
    Raw,
    /// A message is a line. A carriage return before the line feed belongs to the line's end, as in
    /// Python's text files.
    Lines,
    /// A message is a line that ends in CR LF; a line feed alone is part of it (RFC 5234's CRLF).
    CrLfLines,
    /// A message ends at these bytes; never empty.
    Delimiter(Delimiter),
    /// A message is preceded by its length, as Python's `struct.pack` writes it.
    LengthPrefix {
        /// How wide the length is.
        width: LengthWidth,
        /// Which end comes first.
        order: ByteOrder,
    },
}

/// Most bytes of a delimiter. Every message has one, however short the message is.
pub const MAX_DELIMITER_BYTES: usize = 256;

/// The bytes that end a message: from one to [`MAX_DELIMITER_BYTES`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<u8>", into = "Vec<u8>")]
pub struct Delimiter(Vec<u8>);

impl Delimiter {
    /// The delimiter, unless it is empty or too long.
    #[must_use]
    pub fn new(bytes: impl Into<Vec<u8>>) -> Option<Self> {
        let bytes = bytes.into();
        (1..=MAX_DELIMITER_BYTES).contains(&bytes.len()).then_some(Self(bytes))
    }

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl TryFrom<Vec<u8>> for Delimiter {
    type Error = &'static str;

    fn try_from(bytes: Vec<u8>) -> Result<Self, Self::Error> {
        Self::new(bytes).ok_or("a delimiter has from 1 to 256 bytes")
    }
}

impl From<Delimiter> for Vec<u8> {
    fn from(delimiter: Delimiter) -> Self {
        delimiter.0
    }
}

/// Width of a length prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LengthWidth {
    /// `struct`'s `H`.
    U16,
    /// `struct`'s `I`.
    U32,
}

impl LengthWidth {
    /// Bytes of the prefix.
    #[must_use]
    pub fn bytes(self) -> usize {
        match self {
            Self::U16 => 2,
            Self::U32 => 4,
        }
    }
}

/// Byte order of a length prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ByteOrder {
    /// Network order, `struct`'s `>` or `!`.
    Big,
    /// `struct`'s `<`.
    Little,
}

/// Why bytes cannot be decoded as a message.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FrameError {
    /// A message is over the maximum. Its bytes are skipped, and the stream continues after it.
    #[error("a message is longer than the maximum of {max} bytes")]
    TooLong {
        /// The maximum, in bytes without delimiter or prefix.
        max: usize,
    },
    /// The stream ended inside a message.
    #[error("the stream ended inside a message, after {received} bytes of it")]
    Incomplete {
        /// Bytes of the unfinished message, with its prefix.
        received: usize,
    },
    /// There is no room for more of a message. Its bytes are skipped.
    #[error("there is no room for more than {received} bytes of a message that has no end yet")]
    NoRoom {
        /// Bytes of it that were received.
        received: usize,
    },
    /// A message to be sent contains its own delimiter.
    #[error("the message holds its own delimiter at {offset}")]
    DelimiterInside {
        /// Where, in bytes.
        offset: usize,
    },
}

impl Framing {
    /// `struct`'s format of the length prefix, such as `>I`; `None` for other framings.
    #[must_use]
    pub fn struct_format(&self) -> Option<&'static str> {
        match self {
            Self::LengthPrefix { width, order } => Some(match (order, width) {
                (ByteOrder::Big, LengthWidth::U16) => ">H",
                (ByteOrder::Big, LengthWidth::U32) => ">I",
                (ByteOrder::Little, LengthWidth::U16) => "<H",
                (ByteOrder::Little, LengthWidth::U32) => "<I",
            }),
            _ => None,
        }
    }

    /// The most bytes that framing adds to a message.
    pub(crate) fn most_overhead(&self) -> usize {
        match self {
            Self::Raw => 1,
            Self::LengthPrefix { width, .. } => width.bytes(),
            Self::Lines | Self::CrLfLines | Self::Delimiter(_) => {
                self.terminator().map_or(0, <[u8]>::len)
            }
        }
    }

    /// The bytes that end a message, where the framing has them.
    fn terminator(&self) -> Option<&[u8]> {
        match self {
            Self::Lines => Some(b"\n"),
            Self::CrLfLines => Some(b"\r\n"),
            Self::Delimiter(delimiter) => Some(delimiter.as_bytes()),
            Self::Raw | Self::LengthPrefix { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests;

//! Why text cannot be encoded or bytes cannot be decoded, in CPython's words.

use std::fmt;
use std::ops::Range;

use super::Encoding;
use crate::call::{Exception, Failure};

/// Python's `UnicodeEncodeError`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodeError {
    /// The encoding.
    pub encoding: Encoding,
    /// The character it lacks.
    pub character: char,
    /// The character's place in the text, in characters.
    pub position: usize,
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = u32::from(self.character);
        let escaped = match code {
            0..=0xff => format!("\\x{code:02x}"),
            0x100..=0xffff => format!("\\u{code:04x}"),
            _ => format!("\\U{code:08x}"),
        };
        let reason = match self.encoding {
            Encoding::Latin1 => "ordinal not in range(256)",
            _ => "illegal multibyte sequence",
        };
        write!(
            f,
            "'{}' codec can't encode character '{escaped}' in position {}: {reason}",
            self.encoding.python_name(),
            self.position
        )
    }
}

impl std::error::Error for EncodeError {}

impl From<&EncodeError> for Failure {
    fn from(error: &EncodeError) -> Self {
        Self::plain(Exception::UnicodeEncodeError, error.to_string())
    }
}

/// Python's `UnicodeDecodeError`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    /// The encoding.
    pub encoding: Encoding,
    /// The range of the invalid bytes.
    pub bytes: Range<usize>,
    /// The first of them.
    pub first: u8,
    /// Whether they are the beginning of a character that the end has cut off.
    pub cut: bool,
}

impl DecodeError {
    pub(super) fn new(encoding: Encoding, all: &[u8], bytes: Range<usize>, cut: bool) -> Self {
        let first = all[bytes.start];
        Self { encoding, bytes, first, cut }
    }

    fn reason(&self) -> &'static str {
        match (self.encoding, self.cut) {
            (Encoding::Utf8, true) => "unexpected end of data",
            (Encoding::Utf8, false) if matches!(self.first, 0xc2..=0xf4) => {
                "invalid continuation byte"
            }
            (Encoding::Utf8, false) => "invalid start byte",
            (_, true) => "incomplete multibyte sequence",
            (_, false) => "illegal multibyte sequence",
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "'{}' codec can't decode ", self.encoding.python_name())?;
        let Range { start, end } = self.bytes;
        if end - start == 1 {
            write!(f, "byte 0x{:02x} in position {start}", self.first)?;
        } else {
            write!(f, "bytes in position {start}-{}", end - 1)?;
        }
        write!(f, ": {}", self.reason())
    }
}

impl std::error::Error for DecodeError {}

impl From<&DecodeError> for Failure {
    fn from(error: &DecodeError) -> Self {
        Self::plain(Exception::UnicodeDecodeError, error.to_string())
    }
}

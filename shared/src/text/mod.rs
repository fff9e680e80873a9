//! Text and bytes: encodings as incremental codecs, hex, and Python's way to print both.

mod decoder;
mod encoding;
mod error;
mod gb18030;
mod hex;
mod hidden;
mod python;

pub use decoder::{Span, SpanKind, TextDecoder};
pub use encoding::Encoding;
pub use error::{DecodeError, EncodeError};
pub use hex::{HexError, parse_hex, to_hex};
pub use hidden::is_hidden;
pub use python::{python_bytes, python_str};

//! Text and bytes: encodings as incremental codecs, hex, and Python's way to print both.

mod encoding;
mod hex;
mod python;

pub use encoding::Encoding;
pub use hex::{HexError, parse_hex, to_hex};
pub use python::{python_bytes, python_str};

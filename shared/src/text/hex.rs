//! Bytes as hexadecimal digits, the way people type and read them.

use std::fmt::Write;
use thiserror::Error;

/// Why a text is no hex.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HexError {
    /// A character is neither a hex digit nor a separator.
    #[error("{character:?} at {offset} is not a hexadecimal digit")]
    Digit {
        /// The character.
        character: char,
        /// Its place in the text, in bytes.
        offset: usize,
    },
    /// A byte has one digit only.
    #[error("the byte at {offset} has only one digit")]
    Odd {
        /// The digit's place in the text, in bytes.
        offset: usize,
    },
}

/// The bytes a person typed: pairs of digits, with spaces, commas, colons, dashes, line ends, `0x`
/// or `\x` between them.
///
/// # Errors
/// [`HexError`] at the first character that does not fit.
pub fn parse_hex(text: &str) -> Result<Vec<u8>, HexError> {
    let mut bytes = Vec::with_capacity(text.len() / 2);
    let mut high: Option<(u8, usize)> = None;
    let mut characters = text.char_indices().peekable();
    while let Some((offset, character)) = characters.next() {
        let separates = character.is_whitespace() || matches!(character, ',' | ':' | '-');
        let prefix = matches!((character, characters.peek()), ('0' | '\\', Some((_, 'x' | 'X'))));
        match (character.to_digit(16), high) {
            _ if (separates || prefix) && high.is_some() => {
                let (_, offset) = high.unwrap_or_default();
                return Err(HexError::Odd { offset });
            }
            _ if separates => {}
            _ if prefix => {
                characters.next();
            }
            (None, _) => return Err(HexError::Digit { character, offset }),
            (Some(digit), None) => high = Some((digit as u8, offset)),
            (Some(digit), Some((first, _))) => {
                bytes.push(first << 4 | digit as u8);
                high = None;
            }
        }
    }
    match high {
        Some((_, offset)) => Err(HexError::Odd { offset }),
        None => Ok(bytes),
    }
}

/// Two lower-case digits a byte, a space between bytes.
#[must_use]
pub fn to_hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 3);
    for (at, byte) in bytes.iter().enumerate() {
        if at > 0 {
            out.push(' ');
        }
        // Writing to a String cannot fail.
        let _ = write!(out, "{byte:02x}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn people_write_hex_in_many_ways() {
        for text in ["e5 bd 93", "E5BD93", "0xe5, 0xBD, 0x93", r"\xe5\xbd\x93", "e5:bd-93\n"] {
            assert_eq!(parse_hex(text), Ok(vec![0xe5, 0xbd, 0x93]), "{text}");
        }
        assert_eq!(parse_hex(""), Ok(vec![]));
        assert_eq!(parse_hex("00 x"), Err(HexError::Digit { character: 'x', offset: 3 }));
        assert_eq!(parse_hex("0 0"), Err(HexError::Odd { offset: 0 }));
        assert_eq!(parse_hex("aab"), Err(HexError::Odd { offset: 2 }));
    }

    proptest! {
        #[test]
        fn hex_reads_back(bytes: Vec<u8>) {
            prop_assert_eq!(parse_hex(&to_hex(&bytes)), Ok(bytes));
        }

        #[test]
        fn no_text_makes_it_panic(text: String) {
            let _ = parse_hex(&text);
        }
    }
}

//! The encodings a person can choose, each as Python's codec of the same name.

use serde::{Deserialize, Serialize};

use super::{DecodeError, EncodeError, SpanKind, TextDecoder, gb18030};

/// How text becomes bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Encoding {
    /// UTF-8, RFC 3629.
    #[serde(rename = "utf-8")]
    Utf8,
    /// GBK, the default of Chinese Windows.
    #[serde(rename = "gbk")]
    Gbk,
    /// GB 18030, GBK's successor that covers all of Unicode.
    #[serde(rename = "gb18030")]
    Gb18030,
    /// ISO 8859-1: each byte is the character of the same number.
    #[serde(rename = "latin-1")]
    Latin1,
}

impl Encoding {
    /// Every encoding, in the order people are offered them.
    pub const ALL: [Self; 4] = [Self::Utf8, Self::Gbk, Self::Gb18030, Self::Latin1];

    /// The codec's name in Python.
    #[must_use]
    pub fn python_name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Gbk => "gbk",
            Self::Gb18030 => "gb18030",
            Self::Latin1 => "latin-1",
        }
    }

    /// The codec of Python's name.
    #[must_use]
    pub fn from_python_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|encoding| encoding.python_name() == name)
    }

    /// The bytes of `text`. Encoding piece by piece gives the same bytes as encoding the whole: no
    /// encoding here has state between characters.
    ///
    /// # Errors [`EncodeError`] at the first character the encoding cannot encode.
    pub fn encode(self, text: &str) -> Result<Vec<u8>, EncodeError> {
        if self == Self::Utf8 || text.is_ascii() {
            return Ok(text.as_bytes().to_vec());
        }
        let mut bytes = Vec::with_capacity(text.len());
        for (position, character) in text.chars().enumerate() {
            self.encode_character(character, &mut bytes).ok_or(EncodeError {
                encoding: self,
                character,
                position,
            })?;
        }
        Ok(bytes)
    }

    /// All of `bytes` as text, as Python's `bytes.decode` does it.
    ///
    /// # Errors
    /// [`DecodeError`] at the first bytes that are no character.
    pub fn decode(self, bytes: &[u8]) -> Result<String, DecodeError> {
        let mut text = String::with_capacity(bytes.len());
        for span in TextDecoder::new(self).decode(bytes) {
            match span.kind {
                SpanKind::Text(piece) | SpanKind::Joined(piece) => text.push_str(&piece),
                SpanKind::Cut => return Err(DecodeError::new(self, bytes, span.bytes, true)),
                SpanKind::Invalid => return Err(DecodeError::new(self, bytes, span.bytes, false)),
            }
        }
        Ok(text)
    }

    fn encode_character(self, character: char, bytes: &mut Vec<u8>) -> Option<()> {
        let written = match self {
            Self::Utf8 => {
                bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                true
            }
            Self::Latin1 => {
                bytes.push(u8::try_from(u32::from(character)).ok()?);
                true
            }
            _ if character.is_ascii() => {
                bytes.push(u8::try_from(u32::from(character)).ok()?);
                true
            }
            Self::Gbk => !beyond_gbk(character) && gb18030::encode_pair(character, bytes),
            Self::Gb18030 => gb18030::encode(character, bytes),
        };
        written.then_some(())
    }
}

/// Characters of the web's GBK that Python's, like the standard, lacks: the private use area, and
/// the euro sign as the single byte 0x80.
pub(super) fn beyond_gbk(character: char) -> bool {
    matches!(character, '€' | '\u{e000}'..='\u{f8ff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_snack_shops_goods_are_two_bytes_a_character_in_gbk() {
        let bytes = Encoding::Gbk.encode("瓜子 4.5").unwrap();
        assert_eq!(bytes, [0xb9, 0xcf, 0xd7, 0xd3, b' ', b'4', b'.', b'5']);
        assert_eq!(Encoding::Gbk.decode(&bytes).unwrap(), "瓜子 4.5");
    }

    #[test]
    fn a_character_the_encoding_lacks_is_named_as_python_names_it() {
        let error = Encoding::Gbk.encode("ab😀").unwrap_err();
        assert_eq!(
            error.to_string(),
            "'gbk' codec can't encode character '\\U0001f600' in position 2: illegal multibyte sequence"
        );
    }

    fn encodings() -> impl Strategy<Value = Encoding> {
        prop::sample::select(Encoding::ALL.to_vec())
    }

    proptest! {
        #[test]
        fn what_an_encoding_writes_it_reads(text in "[ -~一-龥é]*", encoding in encodings()) {
            if let Ok(bytes) = encoding.encode(&text) {
                prop_assert_eq!(encoding.decode(&bytes).unwrap(), text);
            }
        }

        #[test]
        fn pieces_encode_as_the_whole(a: String, b: String, encoding in encodings()) {
            let whole = encoding.encode(&format!("{a}{b}")).ok();
            let pieces = encoding.encode(&a).ok().zip(encoding.encode(&b).ok());
            prop_assert_eq!(whole, pieces.map(|(a, b)| [a, b].concat()));
        }
    }
}

//! The encodings of a message: those of [`crate::text`], UTF-16 and ASCII.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::text::{Encoding, Span, SpanKind, TextDecoder};

/// How a message's text becomes bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Charset {
    /// UTF-8.
    #[default]
    #[serde(rename = "utf-8")]
    Utf8,
    /// GBK.
    #[serde(rename = "gbk")]
    Gbk,
    /// GB 18030.
    #[serde(rename = "gb18030")]
    Gb18030,
    /// UTF-16, the low byte first, without a byte order mark.
    #[serde(rename = "utf-16-le")]
    Utf16Le,
    /// UTF-16, the high byte first, without a byte order mark.
    #[serde(rename = "utf-16-be")]
    Utf16Be,
    /// ISO 8859-1.
    #[serde(rename = "latin-1")]
    Latin1,
    /// ASCII.
    #[serde(rename = "ascii")]
    Ascii,
}

/// A character that an encoding lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{} has no character {character:?}", .charset.name())]
pub struct Unencodable {
    /// The encoding.
    pub charset: Charset,
    /// The character.
    pub character: char,
    /// Its place in the text, in bytes.
    pub offset: usize,
}

impl Charset {
    /// Every encoding, in the order people are offered them.
    pub const ALL: [Self; 7] = [
        Self::Utf8,
        Self::Gbk,
        Self::Gb18030,
        Self::Utf16Le,
        Self::Utf16Be,
        Self::Latin1,
        Self::Ascii,
    ];

    /// The name of Python's codec.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Gbk => "gbk",
            Self::Gb18030 => "gb18030",
            Self::Utf16Le => "utf-16-le",
            Self::Utf16Be => "utf-16-be",
            Self::Latin1 => "latin-1",
            Self::Ascii => "ascii",
        }
    }

    /// The bytes of a text.
    ///
    /// # Errors
    /// [`Unencodable`] at the first character that the encoding lacks.
    pub fn encode(self, text: &str) -> Result<Vec<u8>, Unencodable> {
        let mut bytes = Vec::with_capacity(text.len());
        for (offset, character) in text.char_indices() {
            if !self.encode_character(character, &mut bytes) {
                return Err(Unencodable { charset: self, character, offset });
            }
        }
        Ok(bytes)
    }

    /// Appends a character's bytes, and returns whether the encoding has it.
    pub fn encode_character(self, character: char, bytes: &mut Vec<u8>) -> bool {
        let encoding = match self {
            Self::Utf8 => {
                bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                return true;
            }
            _ if character.is_ascii() && !self.is_utf16() => {
                bytes.push(character as u8);
                return true;
            }
            Self::Gbk => Encoding::Gbk,
            Self::Gb18030 => Encoding::Gb18030,
            Self::Latin1 => Encoding::Latin1,
            // What it has was written above.
            Self::Ascii => return false,
            Self::Utf16Le | Self::Utf16Be => {
                let mut units = [0; 2];
                for unit in character.encode_utf16(&mut units) {
                    let pair = unit.to_be_bytes();
                    bytes.extend(if self == Self::Utf16Be { pair } else { [pair[1], pair[0]] });
                }
                return true;
            }
        };
        let encoded = encoding.encode(character.encode_utf8(&mut [0; 4]));
        bytes.extend(encoded.as_deref().unwrap_or_default());
        encoded.is_ok()
    }

    fn is_utf16(self) -> bool {
        matches!(self, Self::Utf16Le | Self::Utf16Be)
    }

    /// A decoder at the start of a stream.
    #[must_use]
    pub fn decoder(self) -> CharsetDecoder {
        let decoder = |encoding| CharsetDecoder(Kind::Text(TextDecoder::new(encoding)));
        match self {
            Self::Utf8 => decoder(Encoding::Utf8),
            Self::Gbk => decoder(Encoding::Gbk),
            Self::Gb18030 => decoder(Encoding::Gb18030),
            Self::Latin1 => decoder(Encoding::Latin1),
            Self::Ascii => CharsetDecoder(Kind::Ascii),
            Self::Utf16Le => CharsetDecoder(Kind::Utf16 { big: false, pending: Vec::new() }),
            Self::Utf16Be => CharsetDecoder(Kind::Utf16 { big: true, pending: Vec::new() }),
        }
    }
}

/// Decodes a stream of chunks. A character that two receives cut is joined, and the cut stays visible.
#[derive(Debug, Clone)]
pub struct CharsetDecoder(Kind);

#[derive(Debug, Clone)]
enum Kind {
    Text(TextDecoder),
    Ascii,
    Utf16 {
        big: bool,
        /// The bytes of a cut character: at most three.
        pending: Vec<u8>,
    },
}

impl CharsetDecoder {
    /// The chunk as spans that cover it without gaps, in order.
    pub fn decode(&mut self, chunk: &[u8]) -> Vec<Span> {
        match &mut self.0 {
            Kind::Text(decoder) => decoder.decode(chunk),
            Kind::Ascii => decode_ascii(chunk),
            Kind::Utf16 { big, pending } => decode_utf16(*big, pending, chunk),
        }
    }

    /// The bytes of a character whose rest is still missing.
    #[must_use]
    pub fn pending(&self) -> &[u8] {
        match &self.0 {
            Kind::Text(decoder) => decoder.pending(),
            Kind::Ascii => &[],
            Kind::Utf16 { pending, .. } => pending,
        }
    }
}

fn decode_ascii(chunk: &[u8]) -> Vec<Span> {
    let mut at = 0;
    let runs = chunk.chunk_by(|a, b| a.is_ascii() == b.is_ascii());
    runs.map(|run| {
        let bytes = at..at + run.len();
        at = bytes.end;
        let text = || SpanKind::Text(String::from_utf8_lossy(run).into_owned());
        Span { bytes, kind: if run.is_ascii() { text() } else { SpanKind::Invalid } }
    })
    .collect()
}

fn decode_utf16(big: bool, pending: &mut Vec<u8>, chunk: &[u8]) -> Vec<Span> {
    let carried = pending.len();
    let mut bytes = std::mem::take(pending);
    bytes.extend_from_slice(chunk);
    let unit = |at: usize| {
        let pair: [u8; 2] = bytes.get(at..at + 2)?.try_into().ok()?;
        Some(if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
    };
    let mut spans: Vec<Span> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let (length, kind) = match (unit(at), unit(at + 2)) {
            (None, _) | (Some(0xd800..=0xdbff), None) => (bytes.len() - at, SpanKind::Cut),
            (Some(first), second) => {
                let units = [first, second.unwrap_or_default()];
                let read = char::decode_utf16(units).next().and_then(Result::ok);
                match read {
                    Some(character) => {
                        (character.len_utf16() * 2, SpanKind::Text(character.into()))
                    }
                    None => (2, SpanKind::Invalid),
                }
            }
        };
        let cut = kind == SpanKind::Cut;
        push(&mut spans, carried, at..at + length, kind);
        if cut {
            *pending = bytes.split_off(at);
            break;
        }
        at += length;
    }
    spans
}

fn push(spans: &mut Vec<Span>, carried: usize, range: std::ops::Range<usize>, kind: SpanKind) {
    let bytes = range.start.saturating_sub(carried)..range.end.saturating_sub(carried);
    if let (SpanKind::Text(text), false) = (&kind, range.start < carried)
        && let Some(Span { bytes: before, kind: SpanKind::Text(all) }) = spans.last_mut()
    {
        all.push_str(text);
        before.end = bytes.end;
        return;
    }
    let kind = match kind {
        SpanKind::Text(text) if range.start < carried => SpanKind::Joined(text),
        kind => kind,
    };
    spans.push(Span { bytes, kind });
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(spans: &[Span]) -> String {
        let texts = spans.iter().filter_map(|span| match &span.kind {
            SpanKind::Text(text) | SpanKind::Joined(text) => Some(text.as_str()),
            SpanKind::Cut | SpanKind::Invalid => None,
        });
        texts.collect()
    }

    #[test]
    fn utf_16_is_two_bytes_a_character_and_four_beyond_the_first_plane() {
        assert_eq!(Charset::Utf16Le.encode("A瓜").unwrap(), [0x41, 0, 0xdc, 0x74]);
        assert_eq!(Charset::Utf16Be.encode("😀").unwrap(), [0xd8, 0x3d, 0xde, 0]);
        let mut decoder = Charset::Utf16Be.decoder();
        assert_eq!(decoder.decode(&[0xd8, 0x3d, 0xde])[0].kind, SpanKind::Cut);
        let joined = Span { bytes: 0..1, kind: SpanKind::Joined("😀".into()) };
        assert_eq!(decoder.decode(&[0]), [joined]);
        assert_eq!(decoder.decode(&[0xde, 0, 0, 0x41])[0].kind, SpanKind::Invalid);
    }

    #[test]
    fn ascii_refuses_what_it_lacks() {
        let error = Charset::Ascii.encode("ab é").unwrap_err();
        assert_eq!((error.offset, error.to_string()), (3, "ascii has no character 'é'".into()));
        assert_eq!(text(&Charset::Ascii.decoder().decode(b"a\xffb")), "ab");
    }

    proptest! {
        #[test]
        fn what_an_encoding_writes_it_reads_however_it_is_cut(
            written in "[ -~一-龥é😀]*",
            cut: prop::sample::Index,
            charset in prop::sample::select(Charset::ALL.to_vec()),
        ) {
            if let Ok(bytes) = charset.encode(&written) {
                let (first, second) = bytes.split_at(cut.index(bytes.len() + 1));
                let mut decoder = charset.decoder();
                let read = text(&decoder.decode(first)) + &text(&decoder.decode(second));
                prop_assert_eq!(read, written);
            }
        }

        #[test]
        fn spans_cover_a_chunk_without_gaps(
            chunks: Vec<Vec<u8>>,
            charset in prop::sample::select(Charset::ALL.to_vec()),
        ) {
            let mut decoder = charset.decoder();
            for chunk in chunks {
                let mut at = 0;
                for span in decoder.decode(&chunk) {
                    prop_assert_eq!(span.bytes.start, at);
                    at = span.bytes.end;
                }
                prop_assert_eq!(at, chunk.len());
            }
        }
    }
}

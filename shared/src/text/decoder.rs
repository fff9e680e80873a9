//! Bytes to text, chunk by chunk: a character cut by a chunk's end is joined with its rest, and the
//! cut stays visible.

use std::ops::Range;

use super::encoding::beyond_gbk;
use super::{DecodeError, Encoding, gb18030};

/// A run of a chunk's bytes and its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Where they lie in the chunk. Empty for a [`SpanKind::Invalid`] wholly in earlier chunks that
    /// only now proved to be no character.
    pub bytes: Range<usize>,
    /// What they are.
    pub kind: SpanKind,
}

/// What a run of bytes is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpanKind {
    /// Whole characters.
    Text(String),
    /// The rest of a character whose first bytes were in an earlier chunk: the character.
    Joined(String),
    /// The first bytes of a character, without the rest so far.
    Cut,
    /// No character of this encoding.
    Invalid,
}

/// Decodes a stream of chunks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextDecoder {
    encoding: Encoding,
    /// The bytes of a cut character: at most three.
    pending: Vec<u8>,
}

/// What some bytes begin with.
enum Front {
    /// A character of this many bytes.
    Whole(usize),
    /// Not yet known: more bytes are needed.
    Incomplete,
    /// This many bytes that begin no character.
    Invalid(usize),
}

impl TextDecoder {
    /// A decoder at the start of a stream.
    #[must_use]
    pub fn new(encoding: Encoding) -> Self {
        Self { encoding, pending: Vec::new() }
    }

    /// The bytes of a character that the chunks so far have cut.
    #[must_use]
    pub fn pending(&self) -> &[u8] {
        &self.pending
    }

    /// The chunk as spans that cover it without gaps, in order.
    pub fn decode(&mut self, chunk: &[u8]) -> Vec<Span> {
        let carried = self.pending.len();
        let mut bytes = std::mem::take(&mut self.pending);
        bytes.extend_from_slice(chunk);
        let mut spans = Spans { carried, spans: Vec::new() };
        let mut at = 0;
        while at < bytes.len() {
            let ascii = bytes[at..].iter().take_while(|byte| byte.is_ascii()).count();
            if ascii > 0 {
                let text = bytes[at..at + ascii].iter().copied().map(char::from).collect();
                spans.text(at..at + ascii, text);
                at += ascii;
                continue;
            }
            at += match front(self.encoding, &bytes[at..]) {
                Front::Whole(length) => {
                    match character(self.encoding, &bytes[at..at + length]) {
                        Some(text) => {
                            spans.text(at..at + length, text);
                            length
                        }
                        // A pair in a hole of the table: the second byte may begin something else.
                        None => spans.invalid(at, 1),
                    }
                }
                Front::Invalid(length) => spans.invalid(at, length),
                Front::Incomplete => {
                    self.pending = bytes.split_off(at);
                    spans.push(at..at + self.pending.len(), SpanKind::Cut);
                    break;
                }
            };
        }
        spans.spans
    }

    /// The chunk's text, strictly: a cut character waits for its rest.
    ///
    /// # Errors [`DecodeError`] at the first bytes that are no character; positions count from the
    /// first byte of a character that an earlier chunk has cut. The decoder is then reset.
    pub fn decode_text(&mut self, chunk: &[u8]) -> Result<String, DecodeError> {
        let carried = self.pending.clone();
        let mut text = String::with_capacity(chunk.len());
        for span in self.decode(chunk) {
            match span.kind {
                SpanKind::Text(piece) | SpanKind::Joined(piece) => text.push_str(&piece),
                SpanKind::Cut => {}
                SpanKind::Invalid => {
                    self.finish();
                    let whole = [&carried, chunk].concat();
                    return self.encoding.decode(&whole).map(|_| text);
                }
            }
        }
        Ok(text)
    }

    /// The stream has ended. Returns how many bytes of a cut character are left.
    pub fn finish(&mut self) -> usize {
        std::mem::take(&mut self.pending).len()
    }
}

/// Collects spans. Offsets count from the first carried byte going in, and from the chunk's start coming out.
struct Spans {
    carried: usize,
    spans: Vec<Span>,
}

impl Spans {
    fn text(&mut self, range: Range<usize>, text: String) {
        if range.start < self.carried {
            return self.push(range, SpanKind::Joined(text));
        }
        if let Some(Span { bytes, kind: SpanKind::Text(before) }) = self.spans.last_mut() {
            before.push_str(&text);
            bytes.end = range.end - self.carried;
            return;
        }
        self.push(range, SpanKind::Text(text));
    }

    /// Returns the length, so that the caller can step over it.
    fn invalid(&mut self, at: usize, length: usize) -> usize {
        self.push(at..at + length, SpanKind::Invalid);
        length
    }

    fn push(&mut self, range: Range<usize>, kind: SpanKind) {
        let in_chunk =
            range.start.saturating_sub(self.carried)..range.end.saturating_sub(self.carried);
        self.spans.push(Span { bytes: in_chunk, kind });
    }
}

fn front(encoding: Encoding, bytes: &[u8]) -> Front {
    match encoding {
        Encoding::Utf8 => front_utf8(bytes),
        Encoding::Gbk => front_gbk(bytes),
        Encoding::Gb18030 => match bytes {
            [_, 0x30..=0x39] | [_, 0x30..=0x39, _] => Front::Incomplete,
            [_, 0x30..=0x39, 0x81..=0xfe, 0x30..=0x39, ..] => Front::Whole(4),
            [_, 0x30..=0x39, ..] => Front::Invalid(1),
            _ => front_gbk(bytes),
        },
        Encoding::Latin1 => Front::Whole(1),
    }
}

fn front_utf8(bytes: &[u8]) -> Front {
    let window = &bytes[..bytes.len().min(4)];
    let first_length = |text: &str| text.chars().next().map_or(0, char::len_utf8);
    match std::str::from_utf8(window) {
        Ok(text) => Front::Whole(first_length(text)),
        Err(error) if error.valid_up_to() > 0 => {
            let valid = std::str::from_utf8(&window[..error.valid_up_to()]);
            Front::Whole(valid.map_or(0, first_length))
        }
        Err(error) => error.error_len().map_or(Front::Incomplete, Front::Invalid),
    }
}

/// Any byte over 0x7f waits for its second, as in CPython, though 0x80 and 0xff begin no character.
fn front_gbk(bytes: &[u8]) -> Front {
    match bytes {
        [_] => Front::Incomplete,
        [0x81..=0xfe, 0x40..=0x7e | 0x80..=0xfe, ..] => Front::Whole(2),
        _ => Front::Invalid(1),
    }
}

fn character(encoding: Encoding, bytes: &[u8]) -> Option<String> {
    match encoding {
        Encoding::Utf8 => std::str::from_utf8(bytes).ok().map(Into::into),
        Encoding::Latin1 => Some(bytes.iter().copied().map(char::from).collect()),
        Encoding::Gbk => {
            gb18030::decode(bytes).filter(|character| !beyond_gbk(*character)).map(Into::into)
        }
        Encoding::Gb18030 => gb18030::decode(bytes).map(Into::into),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kinds(spans: Vec<Span>) -> Vec<SpanKind> {
        spans.into_iter().map(|span| span.kind).collect()
    }

    #[test]
    fn a_character_cut_between_two_chunks_is_joined_and_the_cut_is_seen() {
        let mut decoder = TextDecoder::new(Encoding::Gbk);
        let first = decoder.decode(&[b'a', 0xb9]);
        assert_eq!(
            first,
            [
                Span { bytes: 0..1, kind: SpanKind::Text("a".into()) },
                Span { bytes: 1..2, kind: SpanKind::Cut },
            ]
        );
        assert_eq!(decoder.pending(), [0xb9]);
        let second = decoder.decode(&[0xcf, 0xd7, 0xd3]);
        assert_eq!(
            second,
            [
                Span { bytes: 0..1, kind: SpanKind::Joined("瓜".into()) },
                Span { bytes: 1..3, kind: SpanKind::Text("子".into()) },
            ]
        );
        assert_eq!(decoder.finish(), 0);
    }

    #[test]
    fn a_cut_character_that_never_completes_turns_out_invalid() {
        let mut decoder = TextDecoder::new(Encoding::Utf8);
        assert_eq!(kinds(decoder.decode(&[0xe5, 0xbd])), [SpanKind::Cut]);
        assert_eq!(
            decoder.decode(b"A"),
            [
                Span { bytes: 0..0, kind: SpanKind::Invalid },
                Span { bytes: 0..1, kind: SpanKind::Text("A".into()) },
            ]
        );
        decoder.decode(&[0xe5]);
        assert_eq!(decoder.finish(), 1);
    }

    #[test]
    fn utf_8_read_as_gbk_is_mojibake_not_an_error() {
        assert_eq!(Encoding::Gbk.decode("你好".as_bytes()).unwrap(), "浣犲ソ");
    }

    fn text_of(spans: &[Span]) -> String {
        spans
            .iter()
            .filter_map(|span| match &span.kind {
                SpanKind::Text(text) | SpanKind::Joined(text) => Some(text.as_str()),
                _ => None,
            })
            .collect()
    }

    proptest! {
        #[test]
        fn any_split_of_the_bytes_gives_the_text_of_the_whole(
            bytes: Vec<u8>,
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
            encoding in prop::sample::select(Encoding::ALL.to_vec()),
        ) {
            let whole = text_of(&TextDecoder::new(encoding).decode(&bytes));
            let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
            cuts.sort_unstable();
            cuts.push(bytes.len());
            let mut decoder = TextDecoder::new(encoding);
            let mut pieces = String::new();
            let mut from = 0;
            for to in cuts {
                let spans = decoder.decode(&bytes[from..to]);
                let mut covered = 0;
                for span in &spans {
                    prop_assert_eq!(span.bytes.start, covered);
                    covered = span.bytes.end;
                }
                prop_assert_eq!(covered, to - from);
                pieces.push_str(&text_of(&spans));
                from = to;
            }
            prop_assert_eq!(pieces, whole);
        }
    }
}

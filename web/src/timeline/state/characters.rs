//! The characters of a stretch of bytes, and which of them a call has cut in two.

use std::ops::Range;

use lab_shared::text::{Encoding, SpanKind, TextDecoder};

/// A character, or a byte that belongs to none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Character {
    /// Its range.
    pub bytes: Range<usize>,
    /// How it is shown: invisible and invalid characters as a dot.
    pub shown: String,
    /// Whether a call's bytes end within it.
    pub split: bool,
}

/// The characters of `bytes`; `ends` are the positions where a send or a recv ended. The first bytes
/// of an incomplete character count as split.
pub(crate) fn characters(
    bytes: &[u8],
    encoding: Encoding,
    ends: impl Iterator<Item = usize> + Clone,
) -> Vec<Character> {
    let mut found = Vec::new();
    let mut add = |bytes: Range<usize>, shown: &str, split| {
        found.push(Character { bytes, shown: shown.to_owned(), split });
    };
    for span in TextDecoder::new(encoding).decode(bytes) {
        let mut at = span.bytes.start;
        match span.kind {
            SpanKind::Text(text) | SpanKind::Joined(text) => {
                for character in text.chars() {
                    let length = length(encoding, character).min(span.bytes.end - at);
                    let split = ends.clone().any(|end| at < end && end < at + length);
                    add(at..at + length, &shown(character), split);
                    at += length;
                }
            }
            SpanKind::Cut => span.bytes.for_each(|at| add(at..at + 1, UNSEEN, true)),
            SpanKind::Invalid => span.bytes.for_each(|at| add(at..at + 1, UNSEEN, false)),
        }
    }
    found
}

const UNSEEN: &str = "·";

fn length(encoding: Encoding, character: char) -> usize {
    let mut buffer = [0; 4];
    // It was decoded from this encoding.
    encoding.encode(character.encode_utf8(&mut buffer)).map_or(1, |bytes| bytes.len())
}

fn shown(character: char) -> String {
    match character {
        '\n' => "\\n".into(),
        hidden if hidden.is_control() => UNSEEN.into(),
        seen => seen.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8], encoding: Encoding, ends: &[usize]) -> Vec<(Range<usize>, String, bool)> {
        characters(bytes, encoding, ends.iter().copied())
            .into_iter()
            .map(|one| (one.bytes, one.shown, one.split))
            .collect()
    }

    #[test]
    fn a_character_that_a_call_has_cut_is_split() {
        let expected =
            [(0..1, "a".into(), false), (1..4, "好".into(), true), (4..5, "\\n".into(), false)];
        assert_eq!(of("a好\n".as_bytes(), Encoding::Utf8, &[2, 5]), expected);
        assert!(!of("a好\n".as_bytes(), Encoding::Utf8, &[1, 4])[1].2);
    }

    #[test]
    fn bytes_mean_what_the_encoding_says() {
        let expected = [(0..2, "你".into(), false), (2..4, "好".into(), true)];
        assert_eq!(of(b"\xc4\xe3\xba\xc3", Encoding::Gbk, &[3]), expected);
        let dots = of(b"\xc4\xe3\xba\xc3", Encoding::Utf8, &[]);
        assert!(
            dots.iter().all(|(bytes, shown, _)| bytes.len() == 1 && shown == UNSEEN),
            "{dots:?}"
        );
    }

    #[test]
    fn what_is_not_complete_yet_is_split() {
        assert_eq!(
            of(b"\xe5\xa5", Encoding::Utf8, &[2]),
            [(0..1, "·".into(), true), (1..2, "·".into(), true)]
        );
    }
}

//! The bytes that will leave, in cells: hex above the character it is.

use std::ops::Range;

use lab_shared::assistant::compose::{Charset, Composed, ComputedSpan};
use lab_shared::text::{SpanKind, is_hidden, to_hex};

/// Most bytes shown from the front.
const HEAD: usize = 192;

/// Most bytes shown from the end, where checksums are.
const TAIL: usize = 32;

/// What will leave.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Preview {
    /// How many bytes.
    pub(crate) length: usize,
    /// Those that are shown.
    pub(crate) runs: Vec<Run>,
}

/// Neighbouring bytes of one origin.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Run {
    /// As they are written.
    Written(Vec<Cell>),
    /// Computed by a field.
    Computed(ComputedSpan, Vec<Cell>),
    /// Not shown: how many.
    LeftOut(usize),
}

/// A character and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cell {
    /// Their place in the message.
    pub(crate) bytes: Range<usize>,
    /// Their digits.
    pub(crate) hex: String,
    /// The character, or a sign for it.
    pub(crate) shown: String,
    /// Whether that is the character itself.
    pub(crate) is_plain: bool,
}

impl Preview {
    /// What is shown of a message.
    pub(super) fn of(composed: &Composed, charset: Charset) -> Self {
        let length = composed.bytes.len();
        let mut preview = Self { length, runs: Vec::new() };
        if length <= HEAD + TAIL {
            preview.push(composed, 0..length, charset);
        } else {
            preview.push(composed, 0..HEAD, charset);
            preview.runs.push(Run::LeftOut(length - HEAD - TAIL));
            preview.push(composed, length - TAIL..length, charset);
        }
        preview
    }

    fn push(&mut self, composed: &Composed, shown: Range<usize>, charset: Charset) {
        let Composed { bytes, computed, .. } = composed;
        let mut at = shown.start;
        for span in computed {
            let part = span.bytes.start.max(at)..span.bytes.end.min(shown.end);
            if part.is_empty() {
                continue;
            }
            self.push_written(bytes, at..part.start, charset);
            at = part.end;
            self.runs.push(Run::Computed(span.clone(), cells(bytes, part, charset)));
        }
        self.push_written(bytes, at..shown.end, charset);
    }

    fn push_written(&mut self, bytes: &[u8], part: Range<usize>, charset: Charset) {
        if !part.is_empty() {
            self.runs.push(Run::Written(cells(bytes, part, charset)));
        }
    }
}

fn cells(bytes: &[u8], part: Range<usize>, charset: Charset) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut push = |range: Range<usize>, shown: String, is_plain| {
        let hex = to_hex(&bytes[range.clone()]);
        cells.push(Cell { bytes: range, hex, shown, is_plain });
    };
    for span in charset.decoder().decode(&bytes[part.clone()]) {
        let mut at = part.start + span.bytes.start;
        let end = part.start + span.bytes.end;
        if let SpanKind::Text(text) | SpanKind::Joined(text) = &span.kind {
            for character in text.chars() {
                let mut encoded = Vec::new();
                charset.encode_character(character, &mut encoded);
                // Two sequences of bytes may mean one character: the one that is there counts.
                if !bytes[at..end].starts_with(&encoded) {
                    break;
                }
                let place = at..at + encoded.len();
                at = place.end;
                push(place, sign(character), !is_hidden(character));
            }
        }
        for byte in at..end {
            push(byte..byte + 1, "·".into(), false);
        }
    }
    cells
}

/// The character, or its escape where it cannot be seen.
fn sign(character: char) -> String {
    match character {
        '\n' => r"\n".into(),
        '\r' => r"\r".into(),
        '\t' => r"\t".into(),
        '\0' => r"\0".into(),
        ' ' => "␣".into(),
        hidden if is_hidden(hidden) => "·".into(),
        plain => plain.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lab_shared::assistant::compose::{Context, Draft};

    fn preview(draft: &Draft) -> Preview {
        let prepared = draft.prepare().expect("it can be read");
        let composed = prepared.compose(&Context::default()).expect("it can be computed");
        Preview::of(&composed, draft.charset)
    }

    fn shown(preview: &Preview) -> Vec<String> {
        let text = |cells: &[Cell]| -> String {
            let cells: Vec<String> =
                cells.iter().map(|cell| format!("{}={}", cell.hex, cell.shown)).collect();
            cells.join(" ")
        };
        let runs = preview.runs.iter().map(|run| match run {
            Run::Written(cells) => text(cells),
            Run::Computed(span, cells) => format!("{}: {}", span.what, text(cells)),
            Run::LeftOut(bytes) => format!("{bytes} more"),
        });
        runs.collect()
    }

    #[test]
    fn characters_stand_below_their_bytes_and_computed_ones_apart() {
        let draft = Draft { suffix: "${check xor}".into(), ..Draft::text("你 a\\n\\xff") };
        assert_eq!(shown(&preview(&draft)), ["e4 bd a0=你 20=␣ 61=a 0a=\\n ff=·", "XOR: 4d=M"]);
    }

    #[test]
    fn of_a_long_message_both_ends_are_shown() {
        let draft =
            Draft { suffix: "${check CRC-32}".into(), ..Draft::text("x".repeat(1_000_000)) };
        let preview = preview(&draft);
        assert_eq!(preview.length, 1_000_004);
        let [Run::Written(head), Run::LeftOut(between), Run::Written(tail), Run::Computed(_, crc)] =
            &preview.runs[..]
        else {
            panic!("{:?}", shown(&preview));
        };
        assert_eq!((head.len(), *between), (HEAD, 1_000_004 - HEAD - TAIL));
        assert_eq!((tail.len(), crc.len()), (TAIL - 4, 4));
    }
}

//! Text and hex as two views of one value. What text cannot show is written as an escape and marked,
//! so that either view gives the same bytes again.

use std::fmt::Write as _;
use std::ops::Range;

use super::charset::Charset;
use super::template::{Form, Part, Template};
use crate::assistant::problem::Problem;
use crate::text::{SpanKind, is_hidden, to_hex};

/// Bytes as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextView {
    /// The text, which [`super::Template::parse`] reads back as the same bytes.
    pub text: String,
    /// The escapes in it.
    pub marks: Vec<TextMark>,
}

/// An escape of a [`TextView`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextMark {
    /// Its place in the text, in bytes.
    pub text: Range<usize>,
    /// Its place among the bytes of the literal it is in.
    pub bytes: Range<usize>,
    /// Why it is no plain character.
    pub kind: MarkKind,
}

/// Why bytes are shown as an escape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkKind {
    /// A control or another character without a shape.
    Hidden,
    /// No character of the encoding.
    Invalid,
    /// The beginning of a character whose rest is missing.
    Cut,
    /// The rest of a character that began in an earlier receive; the character is shown.
    Joined,
}

/// Bytes as text in an encoding.
#[must_use]
pub fn text_view(bytes: &[u8], charset: Charset) -> TextView {
    text_view_after(&[], bytes, charset)
}

/// The same of what was received after the first bytes of a character. A character that they complete is
/// shown, so this text may be read back as other bytes.
#[must_use]
pub fn text_view_after(carried: &[u8], bytes: &[u8], charset: Charset) -> TextView {
    let mut view = TextView::default();
    let mut decoder = charset.decoder();
    decoder.decode(carried);
    for span in decoder.decode(bytes) {
        match span.kind {
            SpanKind::Text(text) => view.push_text(&text, bytes, span.bytes, charset),
            SpanKind::Joined(text) => {
                let start = view.text.len();
                view.text += &text;
                let text = start..view.text.len();
                view.marks.push(TextMark { text, bytes: span.bytes, kind: MarkKind::Joined });
            }
            SpanKind::Cut => view.push_bytes(bytes, span.bytes, MarkKind::Cut),
            SpanKind::Invalid => view.push_bytes(bytes, span.bytes, MarkKind::Invalid),
        }
    }
    view
}

/// Bytes as pairs of digits.
#[must_use]
pub fn hex_view(bytes: &[u8]) -> String {
    to_hex(bytes)
}

impl TextView {
    fn push_text(&mut self, text: &str, bytes: &[u8], span: Range<usize>, charset: Charset) {
        let mut at = span.start;
        let mut characters = text.chars().peekable();
        while let Some(character) = characters.next() {
            let mut encoded = Vec::new();
            let same = charset.encode_character(character, &mut encoded)
                && bytes[at..].starts_with(&encoded);
            if !same {
                // Two sequences of bytes mean one character: keep the one that is there.
                return self.push_bytes(bytes, at..span.end, MarkKind::Invalid);
            }
            let place = at..at + encoded.len();
            at = place.end;
            let dollar = character == '$' && characters.peek() == Some(&'{');
            if character == '\\' || dollar {
                self.text.extend(['\\', character]);
            } else if is_hidden(character) {
                let start = self.text.len();
                self.push_escape(character, &bytes[place.clone()]);
                let text = start..self.text.len();
                self.marks.push(TextMark { text, bytes: place, kind: MarkKind::Hidden });
            } else {
                self.text.push(character);
            }
        }
    }

    /// A letter, or the byte if it is one, or the character's number.
    fn push_escape(&mut self, character: char, bytes: &[u8]) {
        let code = u32::from(character);
        let letter = match character {
            '\n' => Some('n'),
            '\r' => Some('r'),
            '\t' => Some('t'),
            '\0' => Some('0'),
            _ => None,
        };
        // Writing to a String cannot fail.
        let _ = match (letter, bytes) {
            (Some(letter), _) => write!(self.text, "\\{letter}"),
            (None, [byte]) => write!(self.text, "\\x{byte:02x}"),
            _ if code <= 0xffff => write!(self.text, "\\u{code:04x}"),
            _ => write!(self.text, "\\U{code:08x}"),
        };
    }

    fn push_bytes(&mut self, bytes: &[u8], span: Range<usize>, kind: MarkKind) {
        let start = self.text.len();
        for byte in &bytes[span.clone()] {
            let _ = write!(self.text, "\\x{byte:02x}");
        }
        self.marks.push(TextMark { text: start..self.text.len(), bytes: span, kind });
    }
}

/// A written message in the other form: literals are converted, fields stay as they are written. Its
/// marks may be named in another part of the message.
///
/// # Errors
/// [`Problem`] if the message cannot be read in the form it has.
pub fn convert(text: &str, form: Form, to: Form, charset: Charset) -> Result<TextView, Problem> {
    let mut out = TextView::default();
    if form == to {
        out.text = text.to_owned();
        return Ok(out);
    }
    for piece in &Template::parse_part(text, form, charset)?.pieces {
        if to == Form::Hex && !out.text.is_empty() {
            out.text.push(' ');
        }
        let start = out.text.len();
        match &piece.part {
            Part::Field(_) => out.text += &text[piece.source.clone()],
            Part::Literal(bytes) if to == Form::Hex => out.text += &hex_view(bytes),
            Part::Literal(bytes) => {
                let view = text_view(bytes, charset);
                out.text += &view.text;
                out.marks.extend(view.marks.into_iter().map(|mark| TextMark {
                    text: mark.text.start + start..mark.text.end + start,
                    ..mark
                }));
            }
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assistant::compose::Context;
    use proptest::prelude::*;

    fn bytes_of(text: &str, charset: Charset) -> Vec<u8> {
        let template = Template::parse(text, Form::Text, charset).unwrap();
        template.compose(&Context::default()).unwrap().bytes
    }

    #[test]
    fn what_text_cannot_show_is_marked() {
        assert_eq!(text_view(b"\x01\0", Charset::Gbk).text, r"\x01\0");
        assert_eq!(text_view(b"\x01\0", Charset::Utf16Le).text, r"\u0001");
        let view = text_view(b"a\r\n\xff\xe4\xbd", Charset::Utf8);
        assert_eq!(view.text, r"a\r\n\xff\xe4\xbd");
        let kinds: Vec<MarkKind> = view.marks.iter().map(|mark| mark.kind).collect();
        use MarkKind::{Cut, Hidden, Invalid};
        assert_eq!(kinds, [Hidden, Hidden, Invalid, Cut]);
        assert_eq!(view.marks[3].bytes, 4..6);
        assert_eq!(view.marks[3].text, 9..17);
    }

    #[test]
    fn a_character_that_two_receives_cut_is_shown_with_its_rest() {
        let view = text_view_after(b"\xe4\xbd", b"\xa0!", Charset::Utf8);
        assert_eq!(view.text, "你!");
        let mark = TextMark { text: 0..3, bytes: 0..1, kind: MarkKind::Joined };
        assert_eq!(view.marks, [mark]);
    }

    #[test]
    fn fields_survive_a_change_of_view() {
        let text = "你 ${counter as=u8}\\r\\n";
        let hex = convert(text, Form::Text, Form::Hex, Charset::Gbk).unwrap();
        assert_eq!(hex.text, "c4 e3 20 ${counter as=u8} 0d 0a");
        let again = convert(&hex.text, Form::Hex, Form::Text, Charset::Gbk).unwrap();
        assert_eq!(again.text, text);
        let escapes: Vec<&str> = again.marks.iter().map(|mark| &text[mark.text.clone()]).collect();
        assert_eq!(escapes, ["\\r", "\\n"]);
    }

    proptest! {
        #[test]
        fn either_view_gives_the_same_bytes(
            bytes in prop_oneof![any::<Vec<u8>>(), r"[ -~\r\n${}\\一-龥]*".prop_map(String::into_bytes)],
            charset in prop::sample::select(Charset::ALL.to_vec()),
        ) {
            let view = text_view(&bytes, charset);
            prop_assert_eq!(bytes_of(&view.text, charset), bytes.clone());
            let hex = Template::parse(&hex_view(&bytes), Form::Hex, charset).unwrap();
            prop_assert_eq!(hex.compose(&Context::default()).unwrap().bytes, bytes);
        }
    }
}

//! The language of templates: literal text or hex, and fields in `${…}`.

mod arguments;
mod field;
mod literal;
mod render;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::charset::Charset;
use crate::assistant::problem::{Problem, Wording};

pub(crate) use field::Field;
pub use render::{Captures, Composed, ComputedSpan, Context};

/// Most bytes of a template's text, and of the message it gives.
pub(crate) const MAX_MESSAGE_BYTES: usize = 1 << 20;

/// How literal parts are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// Characters and escapes.
    #[default]
    Text,
    /// Hexadecimal digits, in any form that [`super::parse_pasted_hex`] reads.
    Hex,
}

/// A parsed template.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    pub(super) pieces: Vec<Piece>,
    form: Form,
    charset: Charset,
}

/// One part of a template, with its place in the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub(super) source: Range<usize>,
    pub(super) part: Part,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    Literal(Vec<u8>),
    Field(Field),
}

impl Template {
    /// Parses a template.
    ///
    /// # Errors
    /// [`Problem`] at the first part that cannot be read.
    pub fn parse(text: &str, form: Form, charset: Charset) -> Result<Self, Problem> {
        let template = Self::parse_part(text, form, charset)?;
        template.check_marks()?;
        Ok(template)
    }

    /// Parses a part of a template, which may name marks of another part.
    pub(super) fn parse_part(text: &str, form: Form, charset: Charset) -> Result<Self, Problem> {
        if text.len() > MAX_MESSAGE_BYTES {
            return Err(Problem::new(
                MAX_MESSAGE_BYTES..text.len(),
                Wording::new("the message is longer than 1 MiB", "消息超过 1 MiB"),
                Wording::new("send it as a file", "请作为文件发送"),
            ));
        }
        let mut pieces = Vec::new();
        for (source, kind) in split(text, form)? {
            let written = &text[source.clone()];
            let part = match kind {
                Kind::Field => {
                    let inner = &written[2..written.len() - 1];
                    let field =
                        Field::parse(inner).map_err(|error| error.shifted(source.start + 2))?;
                    Part::Field(field)
                }
                Kind::Literal => {
                    let bytes = match form {
                        Form::Text => literal::parse_text(written, charset),
                        Form::Hex => super::paste::parse_pasted_hex(written),
                    };
                    Part::Literal(bytes.map_err(|error| error.shifted(source.start))?)
                }
            };
            pieces.push(Piece { source, part });
        }
        Ok(Self { pieces, form, charset })
    }

    /// Whether every send gives the same bytes.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        self.pieces.iter().all(|piece| match &piece.part {
            Part::Literal(_) => true,
            Part::Field(field) => field.is_constant(),
        })
    }

    /// The encoding of its text.
    #[must_use]
    pub fn charset(&self) -> Charset {
        self.charset
    }

    /// This template with another behind it, as one message: fields see the bytes of both.
    #[must_use]
    pub(super) fn followed_by(mut self, offset: usize, next: Self) -> Self {
        self.pieces.extend(next.pieces.into_iter().map(|piece| Piece {
            source: piece.source.start + offset..piece.source.end + offset,
            ..piece
        }));
        self
    }

    /// Every mark that a field names must be in the template.
    pub(super) fn check_marks(&self) -> Result<(), Problem> {
        let fields = || {
            self.pieces.iter().filter_map(|piece| match &piece.part {
                Part::Field(field) => Some((piece, field)),
                Part::Literal(_) => None,
            })
        };
        for (piece, field) in fields() {
            for name in field.marks_used() {
                let is_name =
                    |(_, other): (_, &Field)| matches!(other, Field::Mark(mark) if mark == name);
                if !fields().any(is_name) {
                    return Err(Problem::new(
                        piece.source.clone(),
                        Wording::new(
                            format!("there is no mark {name:?}"),
                            format!("没有标记 {name:?}"),
                        ),
                        Wording::new(
                            format!("put ${{mark {name}}} where the range begins or ends"),
                            format!("在范围的起点或终点写 ${{mark {name}}}"),
                        ),
                    ));
                }
            }
        }
        Ok(())
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Literal,
    Field,
}

/// The literals and fields of a text, in order.
fn split(text: &str, form: Form) -> Result<Vec<(Range<usize>, Kind)>, Problem> {
    let mut parts = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        if form == Form::Text && rest.starts_with(b"\\") {
            // The escaped character may be a dollar sign.
            at += 2;
        } else if rest.starts_with(b"${") {
            if from < at {
                parts.push((from..at, Kind::Literal));
            }
            let end = at + field_length(&text[at..]).ok_or_else(|| unclosed(at, text.len()))?;
            parts.push((at..end, Kind::Field));
            (from, at) = (end, end);
        } else {
            at += 1;
        }
    }
    if from < text.len() {
        parts.push((from..text.len(), Kind::Literal));
    }
    Ok(parts)
}

/// Bytes up to the closing brace, which is none inside quotes.
fn field_length(text: &str) -> Option<usize> {
    let mut quoted = false;
    for (at, byte) in text.bytes().enumerate().skip(2) {
        match byte {
            b'"' => quoted = !quoted,
            b'}' if !quoted => return Some(at + 1),
            _ => {}
        }
    }
    None
}

fn unclosed(at: usize, end: usize) -> Problem {
    Problem::new(
        at..end,
        Wording::new("this field has no closing brace", "这个字段没有右花括号"),
        Wording::new(
            "write } behind it, or \\${ for the characters themselves",
            "在它后面写 }；若要原样的字符，写 \\${",
        ),
    )
}

#[cfg(test)]
mod tests;

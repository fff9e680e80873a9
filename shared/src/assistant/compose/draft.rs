//! A message as a person writes it, with what goes around it.

use serde::{Deserialize, Serialize};

use super::charset::Charset;
use super::template::{Composed, Context, Form, Template};
use crate::assistant::problem::Problem;

/// A message as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// Its template.
    pub text: String,
    /// How the template's literals are written.
    #[serde(default, skip_serializing_if = "is_default")]
    pub form: Form,
    /// The encoding of its characters.
    #[serde(default, skip_serializing_if = "is_default")]
    pub charset: Charset,
    /// A template in front of it, in the same form.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub prefix: String,
    /// A template behind it, such as a checksum.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub suffix: String,
    /// The end of its line, behind the suffix.
    #[serde(default, skip_serializing_if = "is_default")]
    pub line_ending: LineEnding,
}

/// Whether a setting can be left out of the document.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// What ends a line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LineEnding {
    /// Nothing.
    #[default]
    None,
    /// Carriage return.
    Cr,
    /// Line feed.
    Lf,
    /// Both.
    CrLf,
    /// Bytes of one's own, in hex.
    Hex(String),
}

/// A draft that has been read.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared(Template);

impl Draft {
    /// A message of plain characters in UTF-8.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// A message in hex.
    #[must_use]
    pub fn hex(text: impl Into<String>) -> Self {
        Self { text: text.into(), form: Form::Hex, ..Self::default() }
    }

    /// Reads prefix, template, suffix and line ending as one template.
    ///
    /// # Errors
    /// [`Problem`] at the first mistake, its place counted through prefix, text and suffix.
    pub fn prepare(&self) -> Result<Prepared, Problem> {
        let ending = match &self.line_ending {
            LineEnding::None => ("", Form::Text),
            LineEnding::Cr => (r"\r", Form::Text),
            LineEnding::Lf => (r"\n", Form::Text),
            LineEnding::CrLf => (r"\r\n", Form::Text),
            LineEnding::Hex(bytes) => (bytes.as_str(), Form::Hex),
        };
        let parts = [
            (self.prefix.as_str(), self.form),
            (&self.text, self.form),
            (&self.suffix, self.form),
            ending,
        ];
        let mut all = Template::parse_part("", self.form, self.charset)?;
        let mut offset = 0;
        for (text, form) in parts {
            let part = Template::parse_part(text, form, self.charset);
            all = all.followed_by(offset, part.map_err(|error| error.shifted(offset))?);
            offset += text.len();
        }
        all.check_marks()?;
        Ok(Prepared(all))
    }
}

impl Prepared {
    /// Computes the message; see [`Template::compose`].
    ///
    /// # Errors
    /// As for [`Template::compose`].
    pub fn compose(&self, context: &Context<'_>) -> Result<Composed, Problem> {
        self.0.compose(context)
    }

    /// Whether every send gives the same bytes.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        self.0.is_constant()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suffix_covers_the_message_and_the_line_ending_comes_last() {
        let draft = Draft {
            prefix: "01".into(),
            suffix: "${check modbus}".into(),
            line_ending: LineEnding::CrLf,
            ..Draft::hex("03 00 00 00 0A")
        };
        let composed = draft.prepare().unwrap().compose(&Context::default()).unwrap();
        assert_eq!(composed.bytes, [1, 3, 0, 0, 0, 10, 0xc5, 0xcd, 13, 10]);
        assert_eq!(composed.computed[0].bytes, 6..8);
        assert_eq!(composed.computed[0].source, 16..31);
        assert_eq!(composed.computed[0].covers, Some(0..6));
    }

    #[test]
    fn a_line_ending_is_encoded_like_the_text() {
        let draft =
            Draft { charset: Charset::Utf16Be, line_ending: LineEnding::Lf, ..Draft::text("A") };
        let bytes =
            |draft: &Draft| draft.prepare().unwrap().compose(&Context::default()).unwrap().bytes;
        assert_eq!(bytes(&draft), [0, b'A', 0, b'\n']);
        let own = Draft { line_ending: LineEnding::Hex("0d 00".into()), ..Draft::text("A") };
        assert_eq!(bytes(&own), [b'A', 13, 0]);
    }

    #[test]
    fn the_place_of_a_mistake_counts_the_prefix() {
        let draft = Draft { prefix: "ab".into(), ..Draft::text(r"c\q") };
        assert_eq!(draft.prepare().unwrap_err().at, 3..5);
        let across = Draft { suffix: "${check xor from=a}".into(), ..Draft::text("x${mark a}y") };
        assert!(across.prepare().is_ok());
    }
}

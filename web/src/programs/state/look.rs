//! Ways to look at a file's bytes: as text, in hexadecimal digits, as a picture.

use lab_shared::text::Encoding;

use crate::kit::state::choice::Choice;

/// Most bytes that are shown of a text, and in hexadecimal digits.
pub(crate) const MAX_TEXT: usize = 64 << 10;
pub(crate) const MAX_HEX: usize = 4 << 10;

/// Largest picture that is drawn.
const MAX_PICTURE: usize = 16 << 20;

/// Bytes in a row of hexadecimal digits.
const ROW: usize = 16;

/// A way to look at them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    Text,
    Hex,
    Picture,
}

impl Choice for Look {
    fn all() -> Vec<Self> {
        vec![Self::Picture, Self::Text, Self::Hex]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Hex => "hex",
            Self::Picture => "picture",
        }
    }
}

impl Look {
    /// The ways that show something of these bytes, the best first.
    #[must_use]
    pub(crate) fn ways(bytes: &[u8]) -> Vec<Self> {
        let shows = |look: &Self| match look {
            Self::Picture => media_type(bytes).is_some(),
            Self::Text => text(bytes).is_some(),
            Self::Hex => true,
        };
        Self::all().into_iter().filter(shows).collect()
    }
}

/// The media type of a picture that browsers draw, by its first bytes.
#[must_use]
pub(crate) fn media_type(bytes: &[u8]) -> Option<&'static str> {
    if bytes.len() > MAX_PICTURE {
        return None;
    }
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Some("image/bmp"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

/// The beginning as text: UTF-8, else GBK; `None` where it is neither.
#[must_use]
pub(crate) fn text(bytes: &[u8]) -> Option<String> {
    let part = &bytes[..bytes.len().min(MAX_TEXT)];
    let cut = part.len() < bytes.len();
    let text = match std::str::from_utf8(part) {
        Ok(text) => text.to_owned(),
        // The last character may be cut in two.
        Err(error) if cut && error.error_len().is_none() => {
            String::from_utf8_lossy(&part[..error.valid_up_to()]).into_owned()
        }
        Err(_) => Encoding::Gbk.decode(part).ok()?,
    };
    let is_plain = |letter: char| {
        !letter.is_control() || matches!(letter, '\n' | '\r' | '\t' | '\u{1b}' | '\u{c}')
    };
    text.chars().all(is_plain).then_some(text)
}

/// The beginning in rows of place, hexadecimal digits and ASCII.
#[must_use]
pub(crate) fn hex(bytes: &[u8]) -> String {
    let rows = bytes[..bytes.len().min(MAX_HEX)].chunks(ROW).enumerate();
    let row = |(at, row): (usize, &[u8])| {
        let digits: Vec<String> = row.iter().map(|byte| format!("{byte:02x}")).collect();
        let letter = |byte: &u8| if matches!(byte, b' '..=b'~') { char::from(*byte) } else { '.' };
        let letters: String = row.iter().map(letter).collect();
        format!("{:06x}  {:<47}  {letters}", at * ROW, digits.join(" "))
    };
    rows.map(row).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_is_looked_at_in_the_ways_that_show_something() {
        for (bytes, ways) in [
            (&b"\x89PNG\r\n\x1a\n\0"[..], &[Look::Picture, Look::Hex][..]),
            ("词表\r\n".as_bytes(), &[Look::Text, Look::Hex]),
            (b"\xb4\xca", &[Look::Text, Look::Hex]),
            (b"a\0b", &[Look::Hex]),
            (b"", &[Look::Text, Look::Hex]),
        ] {
            assert_eq!(Look::ways(bytes), ways, "{bytes:?}");
        }
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let long = format!("a{}", "语".repeat(MAX_TEXT / 3 + 1));
        let shown = text(long.as_bytes()).expect("it is text");
        assert!(shown.len() > MAX_TEXT - 3 && long.starts_with(&shown));
    }

    #[test]
    fn bytes_stand_in_rows_of_sixteen() {
        let rows = hex(b"GET / HTTP/1.1\r\nH");
        assert_eq!(
            rows,
            "000000  47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a  GET / HTTP/1.1..\n\
             000010  48                                               H"
        );
    }
}

//! `--framing` in words.

use lab_shared::framing::{ByteOrder, Delimiter, Framing, LengthWidth};

/// What `--framing` takes, for the help.
pub(super) const FRAMINGS: &str = "raw, lines, crlf-lines, delimiter:TEXT (with \\n, \\r, \\t, \\0 and \\\\), u16-be, u16-le, \
     u32-be or u32-le";

/// The framing a word names.
pub(super) fn framing(word: &str) -> Result<Framing, String> {
    let prefix = |width, order| Framing::LengthPrefix { width, order };
    if let Some(text) = word.strip_prefix("delimiter:") {
        return Delimiter::new(unescaped(text)?)
            .map(Framing::Delimiter)
            .ok_or_else(|| "a delimiter has from 1 to 256 bytes, as in delimiter:;".to_owned());
    }
    Ok(match word {
        "raw" => Framing::Raw,
        "lines" => Framing::Lines,
        "crlf-lines" => Framing::CrLfLines,
        "u16-be" => prefix(LengthWidth::U16, ByteOrder::Big),
        "u16-le" => prefix(LengthWidth::U16, ByteOrder::Little),
        "u32-be" => prefix(LengthWidth::U32, ByteOrder::Big),
        "u32-le" => prefix(LengthWidth::U32, ByteOrder::Little),
        _ => return Err(format!("it is one of {FRAMINGS}")),
    })
}

/// The word that names a framing.
pub(super) fn word(framing: &Framing) -> String {
    let named = match framing {
        Framing::Raw => "raw",
        Framing::Lines => "lines",
        Framing::CrLfLines => "crlf-lines",
        Framing::Delimiter(delimiter) => {
            return format!("delimiter:{}", delimiter.as_bytes().escape_ascii());
        }
        Framing::LengthPrefix { width, order } => match (width, order) {
            (LengthWidth::U16, ByteOrder::Big) => "u16-be",
            (LengthWidth::U16, ByteOrder::Little) => "u16-le",
            (LengthWidth::U32, ByteOrder::Big) => "u32-be",
            (LengthWidth::U32, ByteOrder::Little) => "u32-le",
        },
    };
    named.to_owned()
}

fn unescaped(text: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        out.push(match character {
            '\\' => match characters.next() {
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some('0') => '\0',
                Some('\\') => '\\',
                _ => return Err("after a backslash comes one of n, r, t, 0 and \\".to_owned()),
            },
            character => character,
        });
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_names_its_framing() {
        let delimiter = |text: &str| Delimiter::new(text).map(Framing::Delimiter).ok_or(());
        assert_eq!(framing("lines"), Ok(Framing::Lines));
        assert_eq!(framing("delimiter:;;").map_err(drop), delimiter(";;"));
        assert_eq!(framing(r"delimiter:\r\n\0\\").map_err(drop), delimiter("\r\n\0\\"));
        assert_eq!(framing("u32-le").unwrap().struct_format(), Some("<I"));
        for named in ["raw", "crlf-lines", "delimiter:;;", "u16-be", "u16-le", "u32-be", "u32-le"] {
            assert_eq!(word(&framing(named).unwrap()), named);
        }
        for wrong in ["", "line", "delimiter:", r"delimiter:\x", "u8"] {
            assert!(framing(wrong).is_err(), "{wrong}");
        }
    }
}

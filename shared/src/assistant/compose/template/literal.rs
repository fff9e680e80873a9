//! Literal text with escapes.

use crate::assistant::compose::charset::Charset;
use crate::assistant::problem::{Problem, Wording};

/// The characters that escapes of one letter mean.
pub(in crate::assistant::compose) const LETTERS: [(char, char); 11] = [
    ('n', '\n'),
    ('r', '\r'),
    ('t', '\t'),
    ('0', '\0'),
    ('a', '\x07'),
    ('b', '\x08'),
    ('e', '\x1b'),
    ('f', '\x0c'),
    ('v', '\x0b'),
    ('\\', '\\'),
    ('$', '$'),
];

/// The bytes of literal text: `\xNN` is a byte as it is; everything else is a character of the
/// encoding, also `\n` and `\u4f60`.
pub(super) fn parse_text(text: &str, charset: Charset) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let (length, character) = if first == '\\' {
            match escape(&text[at..]).map_err(|error| error.shifted(at))? {
                Escape::Byte(byte) => {
                    bytes.push(byte);
                    at += 4;
                    continue;
                }
                Escape::Character(length, character) => (length, character),
            }
        } else {
            (first.len_utf8(), first)
        };
        if !charset.encode_character(character, &mut bytes) {
            let name = charset.name();
            return Err(Problem::new(
                at..at + length,
                Wording::new(
                    format!("{name} has no character {character:?}"),
                    format!("{name} 没有字符 {character:?}"),
                ),
                Wording::new(
                    "choose UTF-8 or GB 18030, or write its bytes as \\xNN",
                    "改用 UTF-8 或 GB 18030，或用 \\xNN 写出字节",
                ),
            ));
        }
        at += length;
    }
    Ok(bytes)
}

enum Escape {
    Byte(u8),
    /// The escape's length, and what it means.
    Character(usize, char),
}

/// The escape at the front of a text.
fn escape(text: &str) -> Result<Escape, Problem> {
    let Some(letter) = text[1..].chars().next() else {
        return Err(unknown(1));
    };
    if let Some((_, character)) = LETTERS.iter().find(|(known, _)| *known == letter) {
        return Ok(Escape::Character(2, *character));
    }
    let digits = match letter {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => return Err(unknown(1 + letter.len_utf8())),
    };
    let written = text
        .get(2..2 + digits)
        .filter(|written| written.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let number = written.and_then(|written| u32::from_str_radix(written, 16).ok());
    let number = number.ok_or_else(|| too_short(letter, digits, text))?;
    if letter == 'x' {
        return Ok(Escape::Byte(number as u8));
    }
    let character = char::from_u32(number).ok_or_else(|| {
        Problem::new(
            0..2 + digits,
            Wording::new("there is no such character", "没有这个字符"),
            Wording::new(
                "use a number up to 10ffff outside d800 to dfff",
                "使用不超过 10ffff 且不在 d800 到 dfff 之间的数",
            ),
        )
    })?;
    Ok(Escape::Character(2 + digits, character))
}

fn unknown(end: usize) -> Problem {
    Problem::new(
        0..end,
        Wording::new("this escape is unknown", "未知的转义"),
        Wording::new(
            "write \\\\ for a backslash; known are \\n \\r \\t \\0 \\xNN \\uNNNN \\UNNNNNNNN",
            "反斜杠本身写 \\\\；可用 \\n \\r \\t \\0 \\xNN \\uNNNN \\UNNNNNNNN",
        ),
    )
}

fn too_short(letter: char, digits: usize, text: &str) -> Problem {
    let end = text.char_indices().nth(2 + digits).map_or(text.len(), |(end, _)| end);
    Problem::new(
        0..end,
        Wording::new(
            format!("\\{letter} needs {digits} hexadecimal digits"),
            format!("\\{letter} 需要 {digits} 位十六进制数字"),
        ),
        Wording::new("write all digits, with zeros in front", "写全所有位，前面补零"),
    )
}

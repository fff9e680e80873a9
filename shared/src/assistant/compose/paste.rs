//! Hex as people paste it: digits with separators, C arrays, and dumps of `xxd`, `hexdump -C`,
//! `tcpdump -X` and Wireshark.

use std::ops::Range;

use crate::assistant::problem::{Problem, Wording};

/// Reads bytes from pasted text. Digits may be apart by spaces, commas, colons, dashes, semicolons
/// or line ends, and begin with `0x` or `\x`. A C array may bring its declaration and comments; a
/// dump may bring its offsets and its column of characters.
///
/// # Errors
/// [`Problem`] at the first character that does not fit.
pub fn parse_pasted_hex(text: &str) -> Result<Vec<u8>, Problem> {
    match parse_dump(text) {
        Some(bytes) => Ok(bytes),
        None => parse_digits(text, array_body(text)),
    }
}

/// The part between the braces of a C array's declaration, or all of the text.
fn array_body(text: &str) -> Range<usize> {
    let all = 0..text.len();
    let Some(open) = text.find('{') else { return all };
    let before = text[..open].trim_end();
    if !(before.is_empty() || before.ends_with('=') || before.ends_with(']')) {
        return all;
    }
    let close = text[open..].find('}').map_or(text.len(), |close| open + close);
    let after = text[close..].trim_start_matches(['}', ';', ' ', '\r', '\n', '\t']);
    if after.is_empty() || after.starts_with("//") || after.starts_with("/*") {
        open + 1..close
    } else {
        all
    }
}

/// Separators and prefixes around pairs of digits.
fn parse_digits(text: &str, within: Range<usize>) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let mut at = within.start;
    while let Some(character) = text[at..within.end].chars().next() {
        let rest = &text[at..within.end];
        if let Some(length) = comment(rest) {
            at += length;
        } else if rest.starts_with("0x") || rest.starts_with("0X") || rest.starts_with("\\x") {
            let digits = digit_count(&rest[2..]);
            if digits == 0 {
                return Err(no_digit(at + 2, rest[2..].chars().next()));
            }
            push_digits(&rest[2..2 + digits], at + 2, true, &mut bytes)?;
            at += 2 + digits;
        } else if is_separator(character) {
            at += character.len_utf8();
        } else {
            let digits = digit_count(rest);
            if digits == 0 {
                return Err(no_digit(at, Some(character)));
            }
            push_digits(&rest[..digits], at, false, &mut bytes)?;
            at += digits;
        }
    }
    Ok(bytes)
}

/// The length of a comment of C at the front.
fn comment(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    rest.starts_with("/*").then(|| rest.find("*/").map_or(rest.len(), |end| end + 2))
}

fn is_separator(character: char) -> bool {
    character.is_whitespace() || matches!(character, ',' | ':' | '-' | ';' | '"' | '\\' | '，')
}

fn digit_count(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_hexdigit).count()
}

/// Appends the bytes of digits. After a prefix a single digit is a byte: C writes `0x0`.
fn push_digits(
    digits: &str,
    at: usize,
    prefixed: bool,
    bytes: &mut Vec<u8>,
) -> Result<(), Problem> {
    let values: Vec<u8> =
        digits.chars().filter_map(|digit| digit.to_digit(16)).map(|digit| digit as u8).collect();
    match values[..] {
        [one] if prefixed => bytes.push(one),
        _ if values.len() % 2 == 1 => {
            return Err(Problem::new(
                at + digits.len() - 1..at + digits.len(),
                Wording::new("this byte has only one digit", "这个字节只有一位十六进制数字"),
                Wording::new("write two digits a byte, such as 0a", "每个字节写两位，例如 0a"),
            ));
        }
        _ => bytes.extend(values.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1])),
    }
    Ok(())
}

fn no_digit(at: usize, character: Option<char>) -> Problem {
    let (end, name) = match character {
        Some(character) => (at + character.len_utf8(), format!("{character:?}")),
        None => (at, "the end".to_owned()),
    };
    Problem::new(
        at..end,
        Wording::new(
            format!("{name} is not a hexadecimal digit"),
            format!("{name} 不是十六进制数字"),
        ),
        Wording::new(
            "use 0-9 and a-f, or switch the message to text",
            "只用 0-9 和 a-f，或把消息改为文本",
        ),
    )
}

/// One line of a dump.
struct DumpLine<'a> {
    offset: usize,
    rest: &'a str,
}

/// The bytes of a dump, if every line has an offset that fits the bytes of the lines before it.
fn parse_dump(text: &str) -> Option<Vec<u8>> {
    let lines: Vec<DumpLine<'_>> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(dump_line)
        .collect::<Option<_>>()?;
    let start = lines.first()?.offset;
    let mut bytes = Vec::new();
    let mut width = None;
    for (index, line) in lines.iter().enumerate() {
        if line.offset.checked_sub(start)? != bytes.len() {
            return None;
        }
        let wanted = match lines.get(index + 1) {
            Some(next) => Some(next.offset.checked_sub(line.offset)?),
            None => None,
        };
        let read = dump_bytes(line.rest, wanted, width.unwrap_or(16));
        if wanted.is_some_and(|wanted| wanted != read.len()) {
            return None;
        }
        width = width.max(wanted);
        bytes.extend(read);
    }
    // A single number of many digits is no offset.
    (!bytes.is_empty()).then_some(bytes)
}

/// A line that begins with an offset of at least four digits and a colon or two spaces.
fn dump_line(line: &str) -> Option<DumpLine<'_>> {
    let line = line.trim_start();
    let line = line.strip_prefix("0x").unwrap_or(line);
    let digits = digit_count(line);
    if !(4..=16).contains(&digits) {
        return None;
    }
    let rest = &line[digits..];
    let ended = rest.trim().is_empty();
    if !(ended || rest.starts_with(':') || rest.starts_with("  ")) {
        return None;
    }
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    Some(DumpLine {
        offset: usize::from_str_radix(&line[..digits], 16).ok()?,
        rest: rest.trim_start(),
    })
}

/// The bytes at the front of a line. `wanted` is how many the next line's offset leaves for this
/// one; without it the characters' column is found by the gap in front of it.
fn dump_bytes(line: &str, wanted: Option<usize>, width: usize) -> Vec<u8> {
    let most = wanted.unwrap_or(width);
    let mut bytes = Vec::new();
    let mut rest = line;
    while bytes.len() < most {
        let digits = digit_count(rest);
        let ends = rest[digits..].chars().next().is_none_or(char::is_whitespace);
        if digits == 0 || digits % 2 == 1 || !ends || bytes.len() + digits / 2 > most {
            break;
        }
        for pair in rest.as_bytes()[..digits].chunks_exact(2) {
            let pair = std::str::from_utf8(pair).unwrap_or_default();
            bytes.extend(u8::from_str_radix(pair, 16));
        }
        let after = &rest[digits..];
        rest = after.trim_start_matches(' ');
        let gap = after.len() - rest.len();
        // hexdump -C and Wireshark leave a second space in the middle of a line.
        let middle = bytes.len() == 8 && gap == 2;
        if wanted.is_none() && gap > 1 && !middle {
            break;
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HELLO: &[u8] = b"Hello, assistant!\n";

    #[test]
    fn pasted_forms_are_read() {
        let forms = [
            "48 65 6c 6c 6f",
            "48656C6C6F",
            "48:65:6c:6c:6f",
            "48-65-6c-6c-6f",
            "0x48, 0x65, 0x6C, 0x6C, 0x6f,",
            r"\x48\x65\x6c\x6c\x6f",
            "\"\\x48\\x65\" \\\n\"\\x6c\\x6c\\x6f\"",
            "{0x48,0x65,0x6c,0x6c,0x6f}",
            "unsigned char data[] = {\n  0x48, 0x65, /* He */\n  0x6c, 0x6c, 0x6f // llo\n};\n",
            "static const uint8_t packet[5] = { 0x48, 0x65, 0x6c, 0x6c, 0x6f };",
        ];
        for form in forms {
            assert_eq!(parse_pasted_hex(form), Ok(b"Hello".to_vec()), "{form}");
        }
    }

    #[test]
    fn dumps_are_read_without_their_offsets_and_characters() {
        let dumps = [
            // xxd
            "00000000: 4865 6c6c 6f2c 2061 7373 6973 7461 6e74  Hello, assistant\n00000010: 210a                                     !.\n",
            // hexdump -C
            "00000000  48 65 6c 6c 6f 2c 20 61  73 73 69 73 74 61 6e 74  |Hello, assistant|\n00000010  21 0a                                             |!.|\n00000012\n",
            // Wireshark, "as hex and ASCII dump"
            "0000   48 65 6c 6c 6f 2c 20 61 73 73 69 73 74 61 6e 74   Hello, assistant\n0010   21 0a                                             !.\n",
            // tcpdump -X
            "\t0x0000:  4865 6c6c 6f2c 2061 7373 6973 7461 6e74  Hello,.assistant\n\t0x0010:  210a                                     !.\n",
            // A part of a dump.
            "00000020  48 65 6c 6c 6f 2c 20 61  73 73 69 73 74 61 6e 74  |Hello, assistant|\n00000030  21 0a                                             |!.|\n",
        ];
        for dump in dumps {
            assert_eq!(parse_pasted_hex(dump), Ok(HELLO.to_vec()), "{dump}");
        }
        let last_is_half =
            "00000000  61 62 63 64 65 66 67 68                           |abcdefgh|\n";
        assert_eq!(parse_pasted_hex(last_is_half), Ok(b"abcdefgh".to_vec()));
    }

    #[test]
    fn plain_groups_of_four_digits_are_no_dump() {
        assert_eq!(parse_pasted_hex("0000 0001"), Ok(vec![0, 0, 0, 1]));
        assert_eq!(parse_pasted_hex("0000  0001\n"), Ok(vec![0, 1]));
        assert_eq!(parse_pasted_hex(""), Ok(vec![]));
    }

    #[test]
    fn what_does_not_fit_is_named_with_its_place() {
        let error = parse_pasted_hex("48 zz").unwrap_err();
        assert_eq!(error.at, 3..4);
        assert!(error.to_string().contains("'z' is not a hexadecimal digit"), "{error}");
        assert_eq!(parse_pasted_hex("48 6").unwrap_err().at, 3..4);
        assert_eq!(parse_pasted_hex("0x").unwrap_err().at, 2..2);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text: String) {
            let _ = parse_pasted_hex(&text);
        }

        #[test]
        fn digits_read_back(bytes: Vec<u8>) {
            prop_assert_eq!(parse_pasted_hex(&crate::text::to_hex(&bytes)), Ok(bytes));
        }
    }
}

//! How CPython's `repr` prints bytes, and str literals in the lab's double quotes.

use std::fmt::Write;

use super::is_hidden;

/// The bytes as CPython's `repr(bytes)` prints them: `b'hi\n'`.
#[must_use]
pub fn python_bytes(bytes: &[u8]) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
    let mut out = String::with_capacity(bytes.len() + 3);
    out.push('b');
    out.push(quote);
    for &byte in bytes {
        match byte {
            b'\t' => out.push_str("\\t"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\\' => out.push_str("\\\\"),
            b'\'' if quote == '\'' => out.push_str("\\'"),
            0x20..=0x7e => out.push(char::from(byte)),
            _ => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\x{byte:02x}");
            }
        }
    }
    out.push(quote);
    out
}

/// The text as a Python str literal in double quotes. Hidden characters are escaped: the literal is on
/// one line, and looks like its content.
#[must_use]
pub fn python_str(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            character if is_hidden(character) => {
                // Writing to a String cannot fail.
                let _ = match u32::from(character) {
                    code @ ..0x100 => write!(out, "\\x{code:02x}"),
                    code @ ..0x10000 => write!(out, "\\u{code:04x}"),
                    code => write!(out, "\\U{code:08x}"),
                };
            }
            character => out.push(character),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_print_as_cpython_prints_them() {
        assert_eq!(python_bytes(b""), "b''");
        assert_eq!(python_bytes(b"a'b"), "b\"a'b\"");
        assert_eq!(python_bytes(b"a'b\"c"), r#"b'a\'b"c'"#);
        assert_eq!(python_bytes(b"\x00\t\r\n\\\x7f\xff~"), r"b'\x00\t\r\n\\\x7f\xff~'");
    }

    #[test]
    fn text_is_quoted_so_that_python_reads_it_back() {
        assert_eq!(python_str("瓜子 \"4.5\"\n"), "\"瓜子 \\\"4.5\\\"\\n\"");
        assert_eq!(python_str("\0name\u{1b}"), "\"\\x00name\\x1b\"");
        let hidden = "\u{85}\u{2028}\u{202e}\u{e0041}";
        assert_eq!(python_str(hidden), "\"\\x85\\u2028\\u202e\\U000e0041\"");
    }
}

//! One peer's text must not steer another's terminal.

use std::borrow::Cow;

/// `text` with every control character but tab and line feed made visible: `^[` for escape, as
/// `cat -v` shows it. C1 controls (ECMA-48) and characters that turn the writing direction around
/// show as `\u{9b}`.
#[must_use]
pub fn for_terminals(text: &str) -> Cow<'_, str> {
    let harmless = |byte: u8| matches!(byte, b'\t' | b'\n' | b' '..=b'~');
    if text.bytes().all(harmless) || !text.chars().any(steers) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '\x7f' => out.push_str("^?"),
            '\0'..='\x1f' if steers(character) => {
                out.push('^');
                // Caret notation: the control character's number plus 64 is a printable letter.
                out.push(char::from(character as u8 + b'@'));
            }
            character if steers(character) => out.extend(character.escape_unicode()),
            character => out.push(character),
        }
    }
    Cow::Owned(out)
}

fn steers(character: char) -> bool {
    match character {
        '\t' | '\n' => false,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => true,
        character => character.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_sequence_shows_instead_of_acting() {
        assert_eq!(for_terminals("a\x1b[2Jb\x07\r\x7f"), "a^[[2Jb^G^M^?");
        assert_eq!(for_terminals("\u{9b}2J\u{202e}"), "\\u{9b}2J\\u{202e}");
    }

    #[test]
    fn ordinary_text_is_not_even_copied() {
        for text in ["plain ASCII\tand\n", "瓜子 4.5", ""] {
            assert!(matches!(for_terminals(text), Cow::Borrowed(same) if same == text));
        }
    }
}

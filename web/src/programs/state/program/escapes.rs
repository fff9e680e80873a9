//! The escape sequences in what a program writes: a terminal obeys them, and text is read without them.

use std::borrow::Cow;
use std::str::Chars;

const ESCAPE: char = '\x1b';

/// A text without its escape sequences (ECMA-48): CSI, the strings of OSC, DCS, APC, PM and SOS, and short ones.
#[must_use]
pub(crate) fn without_escapes(text: &str) -> Cow<'_, str> {
    if !text.contains(ESCAPE) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(character) = rest.next() {
        if character == ESCAPE {
            pass_over(&mut rest);
        } else {
            plain.push(character);
        }
    }
    Cow::Owned(plain)
}

fn pass_over(rest: &mut Chars<'_>) {
    match rest.next() {
        Some('[') => {
            rest.find(|character| ('@'..='~').contains(character));
        }
        Some(']' | 'P' | 'X' | '^' | '_') => {
            // Ended by BEL or by ESC \\.
            let end = rest.find(|character| matches!(*character, '\x07' | ESCAPE));
            if end == Some(ESCAPE) {
                rest.next();
            }
        }
        // Intermediate characters, then one that ends it.
        Some(' '..='/') => {
            rest.find(|character| !(' '..='/').contains(character));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_titles_and_character_sets_go_and_the_text_stays() {
        for (text, plain) in [
            ("plain\r喵", "plain\r喵"),
            ("\x1b[1;35mValueError\x1b[0m: no", "ValueError: no"),
            ("a\x1b]0;title\x07b\x1b]8;;x\x1b\\c", "abc"),
            ("a\x1b(Bb\x1b7c\x1bMd", "abcd"),
            ("a\x1b[2", "a"),
            ("a\x1b", "a"),
        ] {
            assert_eq!(without_escapes(text), plain, "{text:?}");
        }
    }
}

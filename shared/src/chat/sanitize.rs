//! Makes one peer's text harmless to another's terminal.

use std::borrow::Cow;

/// Characters that control the display or are invisible, beyond general category Cc, which
/// `char::is_control` covers: format characters (Cf), line and paragraph separators (Zl, Zp), and
/// every other code point with the property Default_Ignorable_Code_Point, which no font shows. Among
/// them are all characters with the property Bidi_Control. Not among them are the Arabic number signs
/// and their like (Prepended_Concatenation_Mark): these format characters are visible.
const UNSEEN: [(char, char); 18] = [
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fffb}'),
    ('\u{13430}', '\u{1343f}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e0fff}'),
];

/// `text` with every control character but tab and line feed made visible: `^[` for escape, as `cat
/// -v` shows it. Other characters that control a terminal or are invisible are written `\u{9b}`.
///
/// A character that joins emoji, or selects a variant of the character before it, stays where it
/// does that: it changes the look of nothing else. Chinese text has no others.
#[must_use]
pub fn for_terminals(text: &str) -> Cow<'_, str> {
    let harmless = |byte: u8| matches!(byte, b'\t' | b'\n' | b' '..=b'~');
    if text.bytes().all(harmless) || !text.chars().any(is_suspect) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let after = characters.peek().copied();
        match character {
            character if !is_suspect(character) || belongs(before, character, after) => {
                out.push(character);
            }
            '\x7f' => out.push_str("^?"),
            '\0'..='\x1f' => {
                out.push('^');
                // Caret notation: the control character's number plus 64 is a printable letter.
                out.push(char::from(character as u8 + b'@'));
            }
            character => out.extend(character.escape_unicode()),
        }
        before = Some(character);
    }
    Cow::Owned(out)
}

/// Whether a character is shown as it is only where it belongs, or nowhere.
fn is_suspect(character: char) -> bool {
    match character {
        '\t' | '\n' | ' '..='~' => false,
        character if character.is_control() => true,
        character => {
            let at = UNSEEN.partition_point(|(_, last)| *last < character);
            UNSEEN.get(at).is_some_and(|(first, _)| *first <= character)
        }
    }
}

/// Whether a suspect character is part of what its neighbours show.
fn belongs(before: Option<char>, character: char, after: Option<char>) -> bool {
    let Some(before) = before else { return false };
    match character {
        // ZERO WIDTH JOINER within an emoji: after an emoji, its variant or its skin tone, and before another
        // emoji.
        '\u{200d}' => (is_emoji(before) || before == '\u{fe0f}') && after.is_some_and(is_emoji),
        // The text and the emoji variant; keycaps begin with a digit, # or *.
        '\u{fe0e}' | '\u{fe0f}' => {
            is_emoji(before)
                || matches!(before, '0'..='9' | '#' | '*' | '©' | '®' | '〰' | '〽' | '㊗' | '㊙')
        }
        // Variants of ideographs, which names use.
        '\u{fe00}'..='\u{fe02}' | '\u{e0100}'..='\u{e01ef}' => is_ideograph(before),
        _ => false,
    }
}

/// The blocks in which emoji are.
fn is_emoji(character: char) -> bool {
    matches!(character, '\u{203c}' | '\u{2049}' | '\u{2122}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

fn is_ideograph(character: char) -> bool {
    matches!(
        character,
        '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'
    )
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
        for text in ["plain ASCII\tand\n", "瓜子 4.5", "سلام ۴", ""] {
            assert!(matches!(for_terminals(text), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn what_turns_the_writing_direction_or_hides_is_shown() {
        for (text, shown) in [
            ("a\u{61c}b", "a\\u{61c}b"),
            ("qu\u{200d}it", "qu\\u{200d}it"),
            ("a\u{2028}b\u{feff}", "a\\u{2028}b\\u{feff}"),
            ("🏴\u{e0067}", "🏴\\u{e0067}"),
            ("a\u{fe0f}\u{e0100}", "a\\u{fe0f}\\u{e0100}"),
            ("瓜\u{e0100}\u{e0101}", "瓜\u{e0100}\\u{e0101}"),
            ("\u{200d}👩", "\\u{200d}👩"),
            ("\u{fff9}x\u{fffa}y\u{fffb}", "\\u{fff9}x\\u{fffa}y\\u{fffb}"),
        ] {
            assert_eq!(for_terminals(text), shown);
        }
    }

    #[test]
    fn emoji_and_variants_of_ideographs_stay_whole() {
        for text in [
            "👩\u{200d}👩\u{200d}👧",
            "👩🏽\u{200d}🚀",
            "❤\u{fe0f}\u{200d}🔥",
            "1\u{fe0f}\u{20e3}",
            "葛\u{e0100}城",
            "🧑\u{200d}⚕\u{fe0f}",
        ] {
            assert_eq!(for_terminals(text), text);
        }
    }
}

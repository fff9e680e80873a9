//! Text for a drawing or a name on the screen, with the characters that would change the text around it made
//! visible.

use std::borrow::Cow;

use lab_shared::text::is_hidden;

/// Stands for a character that is not shown.
const UNSEEN: &str = "·";

/// The text with a dot for each hidden character, and for those that XML forbids (XML 1.0, section
/// 2.2): no program opens a drawing with one of them.
#[must_use]
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    let hidden = |letter: char| {
        is_hidden(letter) && !matches!(letter, '\t' | '\n' | '\r')
            || matches!(letter, '\u{fffe}' | '\u{ffff}')
    };
    if !text.contains(hidden) {
        return text.into();
    }
    text.replace(hidden, UNSEEN).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_or_forbidden_in_xml_shows_as_a_dot() {
        assert_eq!(printable("瓜子 <a>\n"), "瓜子 <a>\n");
        assert_eq!(printable("a\0\u{1b}[2J\u{202e}b\u{ffff}"), "a··[2J·b·");
    }
}

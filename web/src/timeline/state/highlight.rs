//! A Python line in coloured pieces, with just enough of Python's grammar for the lines the lab writes.

use std::borrow::Cow;

/// What a piece of a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    /// A variable.
    Name,
    /// What is called: the word before a parenthesis.
    Call,
    /// A constant of a module: `AF_INET`, `None`.
    Constant,
    /// A str or bytes literal.
    Literal,
    Number,
    /// Everything else.
    Plain,
}

/// The line in pieces, whose concatenation is the line.
#[must_use]
pub(crate) fn highlight(line: &str) -> Vec<(Token, &str)> {
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let length = piece_length(rest, first);
        let (piece, after) = rest.split_at(length);
        pieces.push((kind(piece, first, after), piece));
        rest = after;
    }
    pieces
}

/// Most characters of a literal that are shown.
const LONGEST: usize = 160;

/// How many of its last characters are shown where it is longer.
const END: usize = 12;

/// A literal as it is shown: of a long one the beginning and the end.
#[must_use]
pub(crate) fn shortened(literal: &str) -> Cow<'_, str> {
    if literal.len() <= LONGEST {
        return literal.into();
    }
    let (head, tail) = (literal.floor_char_boundary(LONGEST - END), literal.len() - END);
    format!("{}…{}", &literal[..head], &literal[literal.ceil_char_boundary(tail)..]).into()
}

fn piece_length(rest: &str, first: char) -> usize {
    let literal_prefix = usize::from(first == 'b' && rest[1..].starts_with(['\'', '"']));
    let opening = rest[literal_prefix..].chars().next();
    if let Some(quote @ ('\'' | '"')) = opening {
        return literal_prefix + literal_length(&rest[literal_prefix..], quote);
    }
    let in_word = |character: char| character.is_alphanumeric() || character == '_';
    if in_word(first) {
        let in_number = |character: char| in_word(character) || character == '.';
        let inside: &dyn Fn(char) -> bool =
            if first.is_ascii_digit() { &in_number } else { &in_word };
        return rest.find(|character| !inside(character)).unwrap_or(rest.len());
    }
    let plain = |character: char| !in_word(character) && !matches!(character, '\'' | '"');
    rest.find(|character| !plain(character)).unwrap_or(rest.len())
}

fn literal_length(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return at + quote.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

fn kind(piece: &str, first: char, after: &str) -> Token {
    match first {
        '\'' | '"' => Token::Literal,
        'b' if piece.ends_with(['\'', '"']) => Token::Literal,
        '0'..='9' => Token::Number,
        _ if !first.is_alphabetic() && first != '_' => Token::Plain,
        _ if after.starts_with('(') => Token::Call,
        _ if matches!(piece, "None" | "True" | "False") || is_constant(piece) => Token::Constant,
        _ => Token::Name,
    }
}

fn is_constant(piece: &str) -> bool {
    piece.contains('_') && !piece.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_make_up_the_line() {
        for line in [
            r#"conn.send(b'it\'s \\ "x"\n')"#,
            r#"s.send("瓜子\"".encode("gbk"), socket.MSG_MORE)"#,
            "select.select([a, b], [], [], 0.5)",
            "s.send(b'unfinished",
            "",
        ] {
            let whole: String = highlight(line).into_iter().map(|(_, piece)| piece).collect();
            assert_eq!(whole, line);
        }
    }

    #[test]
    fn of_a_long_literal_both_ends_are_shown() {
        assert_eq!(shortened("b'short'"), "b'short'");
        let long = format!("b'{}\\n'", "瓜".repeat(500));
        let shown = shortened(&long);
        assert!(shown.len() <= LONGEST + "…".len(), "{}", shown.len());
        assert!(shown.starts_with("b'瓜瓜") && shown.ends_with("瓜\\n'") && shown.contains("…"));
    }

    #[test]
    fn a_calls_words_are_told_apart() {
        let pieces = highlight("s = socket.socket(socket.AF_INET, -1, b'x', None)");
        let of = |token| -> Vec<&str> {
            pieces.iter().filter(|(kind, _)| *kind == token).map(|(_, piece)| *piece).collect()
        };
        assert_eq!(of(Token::Call), ["socket"]);
        assert_eq!(of(Token::Constant), ["AF_INET", "None"]);
        assert_eq!(of(Token::Literal), ["b'x'"]);
        assert_eq!(of(Token::Number), ["1"]);
        assert_eq!(of(Token::Name), ["s", "socket", "socket"]);
    }
}

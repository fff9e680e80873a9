//! What Python 2 wrote otherwise, seen from its form alone.

use super::tokens::{Kind, Token};

/// A form of Python 2's, and what is written today.
pub(super) struct Form {
    pub line: u32,
    pub name: &'static str,
    pub today: &'static str,
}

/// Words that may follow a name without a sign between, so that it is no statement of Python 2's.
const BETWEEN: [&str; 7] = ["in", "is", "and", "or", "not", "if", "else"];

/// The forms of Python 2's in a statement.
pub(super) fn forms(tokens: &[Token<'_>]) -> Vec<Form> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let rest = &tokens[at..];
        let begins = at == 0 || tokens[at - 1].is(";") || tokens[at - 1].is(":");
        let form = match token.text {
            "print" if begins && is_statement(rest) => Some(("print x", "print(x)")),
            "exec" if begins && is_statement(rest) => Some(("exec x", "exec(x)")),
            "except" if begins && catches_into(rest) => Some(("except X, e", "except X as e")),
            "raise" if begins && ends_with_words(rest) => Some(("raise X, text", "raise X(text)")),
            "<" if rest.get(1).is_some_and(|it| it.is(">")) => Some(("a <> b", "a != b")),
            "`" => Some(("`x`", "repr(x)")),
            _ if token.kind == Kind::Number => number(token.text),
            _ => None,
        };
        if let Some((name, today)) = form {
            found.push(Form { line: token.line, name, today });
        }
    }
    // Quotes come in pairs.
    found.dedup_by_key(|form| (form.line, form.name));
    found
}

/// `print "…"`, `print x`, `print >> file, x`.
fn is_statement(rest: &[Token<'_>]) -> bool {
    match rest.get(1) {
        Some(next) if next.kind == Kind::Name => !BETWEEN.contains(&next.text),
        Some(next) if next.is(">") => rest.get(2).is_some_and(|it| it.is(">")),
        Some(next) => matches!(next.kind, Kind::Text | Kind::Number),
        None => false,
    }
}

/// `except X, e:`, and not `except X, Y:`, which Python 3.14 reads as `except (X, Y):`.
fn catches_into(rest: &[Token<'_>]) -> bool {
    let depth = rest[0].depth;
    let Some(end) = rest.iter().position(|it| it.depth == depth && it.is(":")) else {
        return false;
    };
    let Some(comma) = rest[..end].iter().rposition(|it| it.depth == depth && it.is(",")) else {
        return false;
    };
    let lower = |name: &str| name.chars().all(|c| c.is_lowercase() || c == '_' || c.is_numeric());
    matches!(&rest[comma + 1..end], [name] if name.kind == Kind::Name && lower(name.text))
}

/// `raise X, "…"`.
fn ends_with_words(rest: &[Token<'_>]) -> bool {
    let end = rest.iter().position(|it| it.is(";")).unwrap_or(rest.len());
    rest[..end].iter().any(|it| it.depth == rest[0].depth && it.is(","))
}

/// `0777` and `10L`.
fn number(text: &str) -> Option<(&'static str, &'static str)> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    if text.len() > 1 && text.starts_with('0') && digits(text) && text.contains(|it| it != '0') {
        return Some(("0777", "0o777"));
    }
    text.strip_suffix(['l', 'L']).is_some_and(digits).then_some(("10L", "10"))
}

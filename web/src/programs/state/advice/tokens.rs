//! A Python program's text as statements of tokens, without comments. It reads any text to its end, for a
//! person may be in the middle of writing it.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or a keyword.
    Name,
    Number,
    /// A string literal, with its prefix and quotes.
    Text,
    /// An operator or a bracket: one character each.
    Sign,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub kind: Kind,
    pub text: &'a str,
    /// Its line, from 1 on.
    pub line: u32,
    /// In how many brackets it is; a bracket itself is where its pair is.
    pub depth: u32,
}

impl Token<'_> {
    pub(super) fn is(&self, text: &str) -> bool {
        self.kind != Kind::Text && self.text == text
    }

    /// What is written between a literal's quotes; `None` for bytes and for what is no literal.
    pub(super) fn literal(&self) -> Option<&str> {
        let open = self.text.find(['"', '\'']).filter(|_| self.kind == Kind::Text)?;
        let (prefix, quoted) = self.text.split_at(open);
        let quote = &quoted[..1];
        (!prefix.contains(['b', 'B'])).then(|| quoted.trim_matches(|c: char| quote.contains(c)))
    }
}

/// A line as Python counts them: over brackets and backslashes.
#[derive(Debug, Default)]
pub(super) struct Statement<'a> {
    /// How far it is indented, in characters.
    pub indent: usize,
    /// At least one.
    pub tokens: Vec<Token<'a>>,
}

/// The statements of a text.
pub(super) fn statements(text: &str) -> Vec<Statement<'_>> {
    let mut scanner = Scanner { rest: text, line: 1, depth: 0 };
    let mut all = Vec::new();
    let mut statement = Statement::default();
    let mut indent = 0;
    let mut begins = true;
    while let Some(next) = scanner.rest.chars().next() {
        match next {
            '\n' => {
                scanner.skip(1);
                if scanner.depth == 0 {
                    if !statement.tokens.is_empty() {
                        all.push(std::mem::take(&mut statement));
                    }
                    (indent, begins) = (0, true);
                }
            }
            '#' => scanner.skip(scanner.rest.find('\n').unwrap_or(scanner.rest.len())),
            '\\' if scanner.rest[1..].trim_start_matches('\r').starts_with('\n') => {
                scanner.skip(scanner.rest.find('\n').map_or(1, |at| at + 1));
            }
            space if space.is_whitespace() => {
                indent += usize::from(begins);
                scanner.skip(space.len_utf8());
            }
            _ => {
                if statement.tokens.is_empty() {
                    statement.indent = indent;
                }
                begins = false;
                statement.tokens.push(scanner.token(next));
            }
        }
    }
    if !statement.tokens.is_empty() {
        all.push(statement);
    }
    all
}

struct Scanner<'a> {
    rest: &'a str,
    line: u32,
    depth: u32,
}

impl<'a> Scanner<'a> {
    fn skip(&mut self, bytes: usize) {
        let (passed, rest) = self.rest.split_at(bytes);
        self.line += passed.matches('\n').count() as u32;
        self.rest = rest;
    }

    fn token(&mut self, first: char) -> Token<'a> {
        let (kind, length) = if let Some(length) = literal(self.rest) {
            (Kind::Text, length)
        } else if self.rest.trim_start_matches('.').starts_with(|it: char| it.is_ascii_digit()) {
            (Kind::Number, run(self.rest, |c| c.is_alphanumeric() || matches!(c, '_' | '.')))
        } else if first.is_alphabetic() || first == '_' {
            (Kind::Name, run(self.rest, |c| c.is_alphanumeric() || c == '_'))
        } else {
            (Kind::Sign, first.len_utf8())
        };
        if matches!(first, ')' | ']' | '}') && kind == Kind::Sign {
            self.depth = self.depth.saturating_sub(1);
        }
        let token = Token { kind, text: &self.rest[..length], line: self.line, depth: self.depth };
        if matches!(first, '(' | '[' | '{') && kind == Kind::Sign {
            self.depth += 1;
        }
        self.skip(length);
        token
    }
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

/// How long the string literal at the beginning of `text` is; `None` where there is none.
fn literal(text: &str) -> Option<usize> {
    let open = text.bytes().take(3).position(|it| matches!(it, b'"' | b'\''))?;
    let prefix = text[..open].to_ascii_lowercase();
    if !matches!(
        &*prefix,
        "" | "r" | "b" | "u" | "f" | "t" | "br" | "rb" | "fr" | "rf" | "tr" | "rt" | "ur"
    ) {
        return None;
    }
    let quote = &text[open..=open];
    let (quotes, long) = if text[open..].starts_with(&quote.repeat(3)) {
        (quote.repeat(3), true)
    } else {
        (quote.to_owned(), false)
    };
    let mut at = open + quotes.len();
    // Where a literal holds expressions, their quotes do not end it.
    let mut braces = 0_u32;
    let formatted = prefix.contains(['f', 't']);
    while let Some(next) = text[at..].chars().next() {
        if braces == 0 && text[at..].starts_with(&quotes) {
            return Some(at + quotes.len());
        }
        match next {
            '\n' if !long => return Some(at),
            '\\' => at += 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8),
            '{' if formatted && braces == 0 && text[at + 1..].starts_with('{') => at += 2,
            '{' if formatted => (braces, at) = (braces + 1, at + 1),
            '}' if formatted => (braces, at) = (braces.saturating_sub(1), at + 1),
            '"' | '\'' if braces > 0 => at += literal(&text[at..])?,
            _ => at += next.len_utf8(),
        }
    }
    Some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Vec<&str>> {
        let words = |it: Statement<'_>| {
            it.tokens.iter().map(|token| &*token.text.to_owned().leak()).collect()
        };
        statements(text).into_iter().map(words).collect()
    }

    #[test]
    fn comments_are_left_out_and_strings_are_one_token() {
        let found = words("a = 'os.fork()' # os.fork()\n\n'''two\nlines''' ; b\n");
        assert_eq!(found, [vec!["a", "=", "'os.fork()'"], vec!["'''two\nlines'''", ";", "b"]]);
    }

    #[test]
    fn a_statement_goes_on_in_brackets_and_behind_a_backslash() {
        let all = statements("if a(1,\n   b):\n    c = \\\n  d\ne\n");
        let shape: Vec<_> = all.iter().map(|it| (it.indent, it.tokens.len())).collect();
        assert_eq!(shape, [(0, 8), (4, 3), (0, 1)]);
        assert_eq!(all[1].tokens[2].line, 4);
        assert_eq!(all[0].tokens[4].depth, 1);
    }

    #[test]
    fn a_formatted_literal_may_hold_quotes_of_its_own() {
        assert_eq!(words("f\"{d[\"a\"]} {{\" + b")[0], ["f\"{d[\"a\"]} {{\"", "+", "b"]);
        assert_eq!(words(r"rb'\'' + b")[0], [r"rb'\''", "+", "b"]);
    }

    #[test]
    fn any_text_is_read_to_its_end() {
        for text in [
            "'open\nb",
            "((",
            "\"\"\"open",
            "\\",
            "f'{",
            "变量 = 1\n\u{feff}",
            "'\\",
            "f'{\"",
            "\r\n\\\r\n",
        ] {
            let _ = statements(text);
        }
        assert_eq!(words("'open\nb")[1], ["b"]);
    }

    #[test]
    fn a_literal_is_what_its_quotes_hold() {
        let literal = |text| statements(text)[0].tokens[0].literal().map(str::to_owned);
        assert_eq!(literal("'www.baidu.com'").as_deref(), Some("www.baidu.com"));
        assert_eq!(literal("u\"\"\"a\"\"\"").as_deref(), Some("a"));
        assert_eq!(literal("b'a'"), None);
        assert_eq!(literal("a"), None);
    }
}

//! Rust source without its comments and string contents, so that a word in prose does not count as
//! code.

/// The text with comments and string contents blanked; every line stays where it was.
pub(super) fn code_only(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let skipped = comment(rest).or_else(|| string(rest, &out)).or_else(|| character(rest));
        match skipped {
            Some(length) => {
                let (skipped, after) = rest.split_at(length);
                out.extend(skipped.chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
                rest = after;
            }
            None => {
                out.push(next);
                rest = &rest[next.len_utf8()..];
            }
        }
    }
    out
}

/// Whether a line holds a word that is not part of a longer one.
pub(super) fn holds_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        // A word that ends in a sign, or is a prefix such as `std::net::Tcp`, may be followed by
        // anything.
        let open_end = word.ends_with('!') || word.starts_with("std::net::");
        !before.is_some_and(in_word) && (open_end || !after.is_some_and(in_word))
    })
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The length of the comment that `rest` begins with.
fn comment(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if !rest.starts_with("/*") {
        return None;
    }
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        let here = &rest[at..];
        if here.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return Some(at);
            }
        } else {
            at += here.chars().next().map_or(1, char::len_utf8);
        }
    }
    Some(rest.len())
}

/// The length of the string that `rest` begins with, raw or not.
fn string(rest: &str, before: &str) -> Option<usize> {
    if let Some(body) = rest.strip_prefix('"') {
        return Some(1 + closing(body, '"'));
    }
    // An identifier may end in r, as in `for"`, which no formatted code has; be exact anyway.
    if before.chars().next_back().is_some_and(|c| in_word(c) && c != 'b' && c != 'c') {
        return None;
    }
    let hashes = rest.strip_prefix('r')?;
    let body = hashes.trim_start_matches('#');
    let count = hashes.len() - body.len();
    let body = body.strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(count));
    let length = body.find(&end).map_or(body.len(), |at| at + end.len());
    Some(1 + count + 1 + length)
}

/// The length of the character literal that `rest` begins with; a lifetime is none.
fn character(rest: &str) -> Option<usize> {
    let body = rest.strip_prefix('\'')?;
    let first = body.chars().next()?;
    if first == '\\' {
        return Some(1 + closing(body, '\''));
    }
    body[first.len_utf8()..].starts_with('\'').then_some(first.len_utf8() + 2)
}

/// The length up to and including the sign that ends a literal; a backslash escapes the next sign.
fn closing(body: &str, end: char) -> usize {
    let mut hidden = false;
    for (at, c) in body.char_indices() {
        if hidden {
            hidden = false;
        } else if c == '\\' {
            hidden = true;
        } else if c == end {
            return at + c.len_utf8();
        }
    }
    body.len()
}

#[cfg(test)]
mod tests {
    use super::{code_only, holds_word};

    fn check(text: &str, expected: &str) {
        let code = code_only(text);
        assert_eq!(code.lines().count(), text.lines().count(), "lines of {text:?}");
        let words: Vec<&str> = code.split_whitespace().collect();
        assert_eq!(words.join(" "), expected, "{text:?}");
    }

    #[test]
    fn comments_are_blanked() {
        check("a // b\nc", "a c");
        check("a /* b /* c */\nd */ e", "a e");
        check("a /* never ended", "a");
    }

    #[test]
    fn strings_are_blanked() {
        check(r#"f("a \" b", c)"#, "f( , c)");
        check("f(r\"a \\\", b)", "f( , b)");
        check("f(br#\"a \" b\"#, c)", "f(b , c)");
        check("f(\"two\nlines // not a comment\") // but this", "f( )");
        check("for_r\"x\" y", "for_r y");
    }

    #[test]
    fn characters_are_blanked_and_lifetimes_are_not() {
        check("f('\"', b)", "f( , b)");
        check(r"f('\'', b)", "f( , b)");
        check("fn f<'a>(x: &'a str) {}", "fn f<'a>(x: &'a str) {}");
        check("f('字')", "f( )");
    }

    #[test]
    fn a_word_is_whole() {
        assert!(holds_word("use libc;", "libc"));
        assert!(!holds_word("use libc_less;", "libc"));
        assert!(!holds_word("my_unsafe", "unsafe"));
        assert!(holds_word("std::net::TcpStream", "std::net::Tcp"));
        assert!(holds_word("println!(x)", "println!"));
        assert!(!holds_word("eprintln!(x)", "println!"));
    }
}

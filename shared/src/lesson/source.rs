//! A lesson's program: whole-line comments in pairs, `# zh: …` before `# en: …`.

use thiserror::Error;

use crate::language::Language;

const ZH: &str = "# zh:";
const EN: &str = "# en:";

/// The program with the comments of `language` only, without the marker.
#[must_use]
pub fn in_language(source: &str, language: Language) -> String {
    source.split_inclusive('\n').filter_map(|line| line_in(line, language)).collect()
}

fn line_in(line: &str, language: Language) -> Option<String> {
    let (kept, other) = match language {
        Language::Zh => (ZH, EN),
        Language::En => (EN, ZH),
    };
    let comment = line.trim_start();
    if comment.starts_with(other) {
        return None;
    }
    Some(match comment.strip_prefix(kept) {
        Some(words) => format!("{}#{words}", &line[..line.len() - comment.len()]),
        None => line.to_owned(),
    })
}

/// What is wrong with a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{expected}")]
pub struct CommentError {
    /// The line's number, from 1.
    pub line: usize,
    expected: &'static str,
}

/// Checks that every whole-line comment is `# zh: …` directly followed by `# en: …`, equally indented.
///
/// # Errors
/// The first line that is not.
pub fn check_comments(source: &str) -> Result<(), CommentError> {
    let wrong = |line, expected| Err(CommentError { line, expected });
    let mut open: Option<(usize, usize)> = None;
    for (line, code) in (1..).zip(source.lines()) {
        let comment = code.trim_start();
        let indent = code.len() - comment.len();
        if let Some((before, expected)) = open.take() {
            if !comment.starts_with(EN) {
                return wrong(before, "`# zh:` without `# en:` in the next line");
            }
            if indent != expected {
                return wrong(line, "`# en:` is not indented as its `# zh:`");
            }
        } else if comment.starts_with(EN) {
            return wrong(line, "`# en:` without `# zh:` in the line before");
        } else if comment.starts_with(ZH) {
            open = Some((line, indent));
        } else if comment.starts_with('#') {
            return wrong(line, "a comment in one language; write a pair of `# zh:` and `# en:`");
        }
        if [ZH, EN].contains(&comment.trim_end()) {
            return wrong(line, "a comment without words");
        }
    }
    open.map_or(Ok(()), |(line, _)| wrong(line, "`# zh:` without `# en:` in the next line"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_keeps_its_comments_and_lines_stay_equal() {
        let source = "import socket\n# zh: 一\n# en: one\nwhile True:\n    # zh: 二\n    # en: two\n    pass  # en: not a pair";
        let (zh, en) = (in_language(source, Language::Zh), in_language(source, Language::En));
        assert_eq!(zh, "import socket\n# 一\nwhile True:\n    # 二\n    pass  # en: not a pair");
        assert_eq!(en, "import socket\n# one\nwhile True:\n    # two\n    pass  # en: not a pair");
    }

    #[track_caller]
    fn wrong_line(text: &str, expected: Option<usize>) {
        assert_eq!(check_comments(text).err().map(|error| error.line), expected, "{text}");
    }

    #[test]
    fn comments_come_in_pairs() {
        wrong_line("x = 1\n    # zh: 一\n    # en: one\n    # zh: 二\n    # en: two\n", None);
        wrong_line("x = 1  # beside code\n", None);
        wrong_line("# zh: 一\nx = 1\n", Some(1));
        wrong_line("# zh: 一\n# zh: 二\n# en: two\n", Some(1));
        wrong_line("x = 1\n# en: one\n", Some(2));
        wrong_line("# zh: 一\n  # en: one\n", Some(2));
        wrong_line("x = 1\n# zh: 一", Some(2));
        wrong_line("# zh: 一\n# en:\n", Some(2));
        wrong_line("x = 1\n\n# plain\n", Some(3));
    }
}

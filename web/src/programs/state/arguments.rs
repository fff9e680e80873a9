//! A program's arguments as typed, split as a POSIX shell and Python's `shlex.split` do.

/// Why a line cannot be split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ArgumentsError {
    /// A quotation mark has no second one.
    NoClosingQuotation,
    /// The line ends with a backslash.
    NoEscapedCharacter,
}

/// Splits at spaces, tabs and line ends. A backslash takes the special meaning from the next character; single quotes take
/// it from everything, double quotes from everything but `\` and `"` behind a backslash.
///
/// # Errors
/// Where a quotation or a backslash is left open.
pub(crate) fn split(line: &str) -> Result<Vec<String>, ArgumentsError> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match letter {
            ' ' | '\t' | '\r' | '\n' => words.extend(word.take()),
            '\\' => {
                let escaped = letters.next().ok_or(ArgumentsError::NoEscapedCharacter)?;
                word.get_or_insert_default().push(escaped);
            }
            '\'' | '"' => quotation(letter, &mut letters, word.get_or_insert_default())?,
            plain => word.get_or_insert_default().push(plain),
        }
    }
    words.extend(word);
    Ok(words)
}

/// Reads the rest of a quotation into `word`.
fn quotation(
    mark: char,
    letters: &mut impl Iterator<Item = char>,
    word: &mut String,
) -> Result<(), ArgumentsError> {
    while let Some(letter) = letters.next() {
        match letter {
            end if end == mark => return Ok(()),
            '\\' if mark == '"' => {
                let next = letters.next().ok_or(ArgumentsError::NoEscapedCharacter)?;
                if !matches!(next, '\\' | '"') {
                    word.push('\\');
                }
                word.push(next);
            }
            plain => word.push(plain),
        }
    }
    Err(ArgumentsError::NoClosingQuotation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    const LINES: [&str; 26] = [
        "",
        "  \t ",
        "127.0.0.1 9000",
        "a  b\tc\nd\re",
        "'' \"\"",
        "''x\"\"",
        "\"two words\" 'two words'",
        "pre'fix ed'post",
        r"a\ b \'c\' \\d",
        r#""a\"b\\c\nd\$e""#,
        r"'a\b'",
        r#"'"' "'""#,
        "你好 '世 界'",
        "a\u{a0}b \u{3000}",
        "# not a comment",
        "a;b|c>d&e $HOME `x` *",
        "--name=\"first last\" -v",
        "a\\\nb",
        "'a\nb'",
        "'",
        "\"",
        "it's",
        "\\",
        "a\\",
        "\"a\\",
        "\"a\\\"",
    ];

    const SHLEX: &str = "
import json, shlex, sys
answers = []
for line in json.load(sys.stdin):
    try:
        answers.append(shlex.split(line))
    except ValueError as error:
        answers.append(str(error))
json.dump(answers, sys.stdout)";

    #[test]
    fn lines_are_split_as_pythons_shlex_splits_them() {
        let ours: Vec<serde_json::Value> = LINES
            .iter()
            .map(|line| match split(line) {
                Ok(words) => words.into(),
                Err(ArgumentsError::NoClosingQuotation) => "No closing quotation".into(),
                Err(ArgumentsError::NoEscapedCharacter) => "No escaped character".into(),
            })
            .collect();
        assert_eq!(ours, shlex(&LINES));
    }

    #[test]
    fn every_short_line_of_special_characters_is_split_as_shlex_splits_it() {
        let letters = ['a', ' ', '\'', '"', '\\'];
        let lines: Vec<String> = (0..letters.len().pow(5))
            .map(|number| {
                (0..5)
                    .map(|place| letters[number / letters.len().pow(place) % letters.len()])
                    .collect()
            })
            .collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        for (line, theirs) in lines.iter().zip(shlex(&lines)) {
            match split(line) {
                Ok(words) => assert_eq!(theirs, serde_json::Value::from(words), "{line}"),
                Err(_) => assert!(theirs.is_string(), "{line}: {theirs}"),
            }
        }
    }

    fn shlex(lines: &[&str]) -> Vec<serde_json::Value> {
        use std::io::Write as _;
        use std::process::Stdio;
        let mut python = Command::new("python3")
            .args(["-c", SHLEX])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3 runs");
        let lines = serde_json::to_vec(lines).expect("lines can be written");
        python.stdin.take().expect("it is piped").write_all(&lines).expect("python3 reads");
        let output = python.wait_with_output().expect("python3 ends");
        serde_json::from_slice(&output.stdout).expect("python3 writes JSON")
    }
}

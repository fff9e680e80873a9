//! Comments of the lessons' programs: whole lines, in pairs of both languages.

const ZH: &str = "# zh:";
const EN: &str = "# en:";

/// Whether every whole-line comment is `# zh: …` directly followed by `# en: …`, equally indented.
///
/// # Errors
/// The number of the first line that is not so, and what is wrong with it.
pub(super) fn check(text: &str) -> Result<(), (usize, &'static str)> {
    let mut open: Option<(usize, usize)> = None;
    for (number, line) in (1..).zip(text.lines()) {
        let comment = line.trim_start();
        let indent = line.len() - comment.len();
        if let Some((before, expected)) = open.take() {
            if !comment.starts_with(EN) {
                return Err((before, "`# zh:` without `# en:` in the next line"));
            }
            if indent != expected {
                return Err((number, "`# en:` is not indented as its `# zh:`"));
            }
        } else if comment.starts_with(EN) {
            return Err((number, "`# en:` without `# zh:` in the line before"));
        } else if comment.starts_with(ZH) {
            open = Some((number, indent));
        } else if comment.starts_with('#') {
            return Err((number, "a comment in one language; write a pair of `# zh:` and `# en:`"));
        }
        if [ZH, EN].contains(&comment.trim_end()) {
            return Err((number, "a comment without words"));
        }
    }
    open.map_or(Ok(()), |(number, _)| Err((number, "`# zh:` without `# en:` in the next line")))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[track_caller]
    fn line(text: &str, expected: Option<usize>) {
        assert_eq!(check(text).err().map(|(line, _)| line), expected, "{text}");
    }

    #[test]
    fn comments_come_in_pairs() {
        line("x = 1\n    # zh: 一\n    # en: one\n    # zh: 二\n    # en: two\n", None);
        line("x = 1  # beside code\n", None);
        line("# zh: 一\nx = 1\n", Some(1));
        line("# zh: 一\n# zh: 二\n# en: two\n", Some(1));
        line("x = 1\n# en: one\n", Some(2));
        line("# zh: 一\n  # en: one\n", Some(2));
        line("x = 1\n# zh: 一", Some(2));
        line("# zh: 一\n# en:\n", Some(2));
        line("x = 1\n\n# plain\n", Some(3));
    }
}

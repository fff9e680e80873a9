//! The shape of a file: its first line says what it is for, and it is short.

/// The most lines a file may have, where no stricter rule holds.
const FILE_LINES: usize = 400;

/// Stricter limits for some files. The first match applies.
const STRICTER: &[(&str, usize)] = &[("web/src/main.rs", 10), ("/main.rs", 90), ("/lib.rs", 120)];

/// What is wrong with the shape of a file. `path` is relative to the project's folder.
pub(super) fn complaints(path: &str, text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    let marks = first_marks(path);
    // An empty one only makes a package of its folder.
    let marker = path.ends_with("/__init__.py") && text.is_empty();
    if !marker && !marks.iter().any(|mark| text.starts_with(mark)) {
        let mark = marks[0].trim_end();
        complaints
            .push(format!("{path}:1: the first line should say what the file is for ({mark} …)"));
    }
    let limit = STRICTER
        .iter()
        .find(|(ending, _)| path.ends_with(ending))
        .map_or(FILE_LINES, |&(_, lines)| lines);
    let lines = text.lines().count();
    if lines > limit {
        complaints.push(format!(
            "{path}: {lines} lines, and {limit} are the most; split it by what changes together"
        ));
    }
    complaints
}

/// The beginning of the first line, by language.
fn first_marks(path: &str) -> &'static [&'static str] {
    match path.rsplit('.').next() {
        Some("py") => &["\"\"\"", "# "],
        Some("js" | "mjs") => &["// "],
        _ => &["//! "],
    }
}

#[cfg(test)]
mod tests {
    use super::complaints;

    fn check(path: &str, lines: usize, expected: usize) {
        let text = "//! What it is for.\n".to_owned() + &"\n".repeat(lines - 1);
        assert_eq!(complaints(path, &text).len(), expected, "{path} with {lines} lines");
    }

    #[test]
    fn each_kind_of_file_has_its_limit() {
        check("relay/src/session.rs", 400, 0);
        check("relay/src/session.rs", 401, 1);
        check("relay/src/main.rs", 90, 0);
        check("relay/src/main.rs", 91, 1);
        check("web/src/main.rs", 10, 0);
        check("web/src/main.rs", 11, 1);
        check("shared/src/lib.rs", 120, 0);
        check("shared/src/lib.rs", 121, 1);
        check("relay/src/domain.rs", 400, 0);
    }

    #[test]
    fn a_file_that_does_not_say_what_it_is_for_is_named() {
        assert_eq!(complaints("a.rs", "use std::fs;\n").len(), 1);
        assert_eq!(complaints("a.rs", "//!\n//! Late.\n").len(), 1);
        assert_eq!(complaints("a.rs", "").len(), 1);
        assert_eq!(complaints("a.js", "// What it is for.\n").len(), 0);
        assert_eq!(complaints("a.js", "export {};\n").len(), 1);
        assert_eq!(complaints("a.py", "\"\"\"What it is for.\"\"\"\n").len(), 0);
        assert_eq!(complaints("a.py", "import os\n").len(), 1);
        assert_eq!(complaints("a/__init__.py", "").len(), 0);
    }
}
